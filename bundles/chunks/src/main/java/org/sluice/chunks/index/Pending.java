package org.sluice.chunks.index;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.sluice.chunk.FileKey;
import org.sluice.io.FileId;

/** What was changed and is not in the database yet, by inode. Bounded: who changes more waits. */
final class Pending {

    /** A change. */
    sealed interface Change {

        FileKey key();

        /** A file is known. */
        record Added(Row row) implements Change {
            @Override
            public FileKey key() {
                return row.key();
            }
        }

        /** A file is not known any more. */
        record Forgotten(FileKey key) implements Change {}
    }

    private static final int MOST = 20_000;
    private static final long MOST_ENTRIES = 200_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Map<FileId, Change> changes = new LinkedHashMap<>();
    private long entries;
    private boolean open = true;

    private static FileId id(FileKey key) {
        return new FileId(key.device(), key.inode());
    }

    private static long entries(Change change) {
        return switch (change) {
            case Change.Added added -> added.row().count();
            case Change.Forgotten _ -> 0;
        };
    }

    /** Notes a change. Forgetting a file leaves another one of the same inode. */
    void add(Change change) {
        lock.lock();
        try {
            while (open && (changes.size() >= MOST || entries >= MOST_ENTRIES)) {
                room.awaitUninterruptibly();
            }
            Optional<Change> before = Optional.ofNullable(changes.get(id(change.key())));
            if (change instanceof Change.Forgotten
                    && before.filter(is ->
                                    is instanceof Change.Added && !is.key().equals(change.key()))
                            .isPresent()) {
                return;
            }
            changes.put(id(change.key()), change);
            entries += entries(change) - before.map(Pending::entries).orElse(0L);
        } finally {
            lock.unlock();
        }
    }

    /** What changes for an inode, if that says all about a file. */
    Optional<Change> find(FileKey key) {
        lock.lock();
        try {
            return Optional.ofNullable(changes.get(id(key)))
                    .filter(change ->
                            change instanceof Change.Added || change.key().equals(key));
        } finally {
            lock.unlock();
        }
    }

    boolean hasSize(long size) {
        lock.lock();
        try {
            return changes.values().stream()
                    .anyMatch(change ->
                            change instanceof Change.Added && change.key().size() == size);
        } finally {
            lock.unlock();
        }
    }

    /** All, as they are now. */
    List<Change> all() {
        lock.lock();
        try {
            return List.copyOf(changes.values());
        } finally {
            lock.unlock();
        }
    }

    /** These are done; what has changed anew meanwhile is not. */
    void done(List<Change> written) {
        lock.lock();
        try {
            for (Change change : written) {
                if (changes.remove(id(change.key()), change)) {
                    entries -= entries(change);
                }
            }
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Lets nobody wait any more. */
    void close() {
        lock.lock();
        try {
            open = false;
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
