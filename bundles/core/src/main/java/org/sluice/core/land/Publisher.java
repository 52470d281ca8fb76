package org.sluice.core.land;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sluice.core.session.IoReason;
import org.sluice.io.Entry;
import org.sluice.io.RelPath;
import org.sluice.io.Rename;
import org.sluice.io.Root;

/**
 * Makes staged files durable and gives them their names, in batches: sync, rename, sync, and only then they have landed.
 * A power cut at any moment leaves whole files under final names. The second sync of a batch is the first of the next
 * when that is due already.
 */
final class Publisher {

    private static final int BATCH_FILES = 8192;
    private static final long BATCH_BYTES = 512L << 20;
    private static final long BATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Root root;
    private final LandingListener listener;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private List<Staged> staged = new ArrayList<>();
    private long stagedBytes;
    private long firstStaged;
    private boolean hurry;

    Publisher(Root root, LandingListener listener) {
        this.root = root;
        this.listener = listener;
    }

    /**
     * Takes a staged file.
     *
     * @param last whether no other is on its way, so that waiting for more is idle
     */
    void add(Staged file, boolean last) {
        lock.lock();
        try {
            if (staged.isEmpty()) {
                firstStaged = System.nanoTime();
            }
            staged.add(file);
            stagedBytes += file.size();
            hurry |= last;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Publishes until interrupted. */
    void run() throws InterruptedException {
        List<Long> renamed = List.of();
        try {
            while (true) {
                List<Staged> batch = awaitBatch();
                root.sync();
                confirm(renamed);
                renamed = rename(batch);
                if (!due()) {
                    root.sync();
                    confirm(renamed);
                    renamed = List.of();
                }
            }
        } catch (IOException e) {
            listener.broken(e);
        }
    }

    private void confirm(List<Long> ids) {
        if (!ids.isEmpty()) {
            listener.landed(ids);
        }
    }

    private boolean due() {
        lock.lock();
        try {
            return isDue();
        } finally {
            lock.unlock();
        }
    }

    private boolean isDue() {
        return !staged.isEmpty()
                && (hurry
                        || staged.size() >= BATCH_FILES
                        || stagedBytes >= BATCH_BYTES
                        || System.nanoTime() - firstStaged >= BATCH_NANOS);
    }

    private List<Staged> awaitBatch() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!isDue()) {
                if (staged.isEmpty()) {
                    changed.await();
                } else {
                    changed.awaitNanos(firstStaged + BATCH_NANOS - System.nanoTime());
                }
            }
            List<Staged> batch = staged;
            staged = new ArrayList<>();
            stagedBytes = 0;
            hurry = false;
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private List<Long> rename(List<Staged> batch) throws IOException {
        // In the manifest's order, which goes directory by directory.
        batch.sort(Comparator.comparingLong(Staged::id));
        Map<Rename, IOException> failures =
                root.rename(batch.stream().map(Publisher::renaming).toList());
        List<Long> renamed = new ArrayList<>(batch.size());
        for (Staged file : batch) {
            try {
                check(file, failures.get(renaming(file)));
                renamed.add(file.id());
            } catch (IOException e) {
                listener.failed(file.id(), "giving it its name: " + IoReason.of(e));
                root.remove(file.at());
            }
        }
        return renamed;
    }

    private static Rename renaming(Staged file) {
        return new Rename(file.at(), file.destination());
    }

    private void check(Staged file, @Nullable IOException failure) throws IOException {
        if (failure instanceof AtomicMoveNotSupportedException) {
            renameAcross(file);
        } else if (failure != null) {
            throw failure;
        }
    }

    /** Another file system is mounted below the root: the file is staged once more beside its name. */
    private void renameAcross(Staged file) throws IOException {
        Entry entry = root.find(file.at()).orElseThrow();
        RelPath beside =
                file.destination().parent().resolve((".sluice-" + file.id()).getBytes(StandardCharsets.US_ASCII));
        root.copy(file.at(), root, beside, entry.metadata());
        root.sync();
        root.rename(beside, file.destination());
        root.remove(file.at());
    }
}
