package org.sluice.chunks.index;

import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.sluice.chunks.index.Pending.Change;

/** The table of places, filled from the database when it is first needed, and kept up with what others add there. */
final class Memory {

    private final ReentrantLock loading = new ReentrantLock();
    private final IndexFile file;
    private final long limit;
    private volatile Optional<FileTable> table = Optional.empty();
    private volatile boolean loaded;

    // Touched by the thread that loads, then by the one that writes.
    private volatile long last;
    private volatile long version = -1;

    Memory(IndexFile file, long limit) {
        this.file = file;
        this.limit = limit;
    }

    boolean isLoaded() {
        return loaded;
    }

    /** Tells the table of a change, if there is one already. */
    void ifLoaded(Consumer<FileTable> change) {
        table.ifPresent(change);
    }

    /** The table; who asks first waits until it is filled. */
    FileTable table(Pending pending) {
        Optional<FileTable> ready = table;
        if (loaded && ready.isPresent()) {
            return ready.get();
        }
        loading.lock();
        try {
            return table.filter(is -> loaded).orElseGet(() -> load(pending));
        } finally {
            loading.unlock();
        }
    }

    private FileTable load(Pending pending) {
        FileTable fresh = new FileTable();
        // From now on changes go to both; and those before are told here.
        table = Optional.of(fresh);
        try (Desk desk = new Desk("chunk-index-loader", file, () -> {})) {
            desk.ask(database -> {
                readAll(database, fresh, 0);
                return true;
            });
        }
        for (Change change : pending.all()) {
            switch (change) {
                case Change.Added added -> fresh.add(FileTable.PENDING, added.row());
                case Change.Forgotten forgotten -> fresh.remove(forgotten.key());
            }
        }
        loaded = true;
        return fresh;
    }

    private void readAll(Database database, FileTable into, long after) throws SQLException {
        database.since(after, Long.MAX_VALUE, found -> {
            into.add(found.id(), found.row());
            last = Math.max(last, found.id());
        });
    }

    /** Reads what was added since; and drops what others took out when that is too much. */
    boolean catchUp(Database database) throws SQLException {
        Optional<FileTable> filled = table.filter(is -> loaded);
        long now = database.dataVersion();
        if (filled.isEmpty() || now == version) {
            return false;
        }
        readAll(database, filled.get(), last);
        if (filled.get().entries() > limit) {
            filled.get().retain(database.ids());
        }
        version = now;
        return true;
    }

    /** Room it takes, in bytes. */
    long bytes() {
        return table.map(FileTable::bytes).orElse(0L);
    }

    /** Forgets all, until it is asked for again: the database is another one. */
    void clear() {
        loading.lock();
        try {
            table = Optional.empty();
            loaded = false;
            last = 0;
            version = -1;
        } finally {
            loading.unlock();
        }
    }
}
