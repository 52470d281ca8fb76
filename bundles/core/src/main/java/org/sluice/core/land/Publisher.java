package org.sluice.core.land;

import java.io.IOException;
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
    private final FreshDirectories directories;
    private final Naming naming;
    private final LandingListener listener;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private List<Staged> staged = new ArrayList<>();
    private long stagedBytes;
    private long firstStaged;
    private long lastBatch = System.nanoTime();
    private boolean hurry;

    Publisher(Root root, FreshDirectories directories, Naming naming, LandingListener listener) {
        this.root = root;
        this.directories = directories;
        this.naming = naming;
        this.listener = listener;
    }

    /** Takes a file that is staged on its own. */
    void add(Staged file) {
        lock.lock();
        try {
            if (staged.isEmpty()) {
                firstStaged = System.nanoTime();
            }
            staged.add(file);
            stagedBytes += file.size();
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Looks again at what there is to do: a directory is complete. */
    void wake() {
        lock.lock();
        try {
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing else is on its way, so that waiting for more is idle. */
    void hurry() {
        lock.lock();
        try {
            hurry = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Publishes until interrupted. */
    void run() throws InterruptedException {
        List<Long> named = List.of();
        try {
            while (true) {
                List<Staged> batch = awaitBatch();
                List<FreshDirectory> filled = directories.close(batch);
                filled.forEach(directory -> batch.addAll(directory.files()));
                root.sync();
                confirm(named);
                directories.name(filled);
                named = name(batch);
                if (!due()) {
                    root.sync();
                    confirm(named);
                    named = List.of();
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
            return untilDue() <= 0;
        } finally {
            lock.unlock();
        }
    }

    /** In nanoseconds. */
    private long untilDue() {
        FreshDirectories.Backlog fresh = directories.backlog();
        long files = staged.size() + fresh.complete();
        long now = System.nanoTime();
        if (files == 0) {
            return fresh.held() == 0 ? Long.MAX_VALUE : lastBatch + FreshDirectories.PATIENCE_NANOS - now;
        }
        if (hurry || files >= BATCH_FILES || stagedBytes + fresh.bytes() >= BATCH_BYTES) {
            return 0;
        }
        long aloneFor = staged.isEmpty() ? 0 : now - firstStaged;
        long completeFor = fresh.complete() == 0 ? 0 : now - fresh.since();
        return BATCH_NANOS - Math.max(aloneFor, completeFor);
    }

    private List<Staged> awaitBatch() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            for (long wait = untilDue(); wait > 0; wait = untilDue()) {
                changed.awaitNanos(wait);
            }
            List<Staged> batch = staged;
            staged = new ArrayList<>();
            stagedBytes = 0;
            lastBatch = System.nanoTime();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private List<Long> name(List<Staged> batch) throws IOException {
        // In the manifest's order, which goes directory by directory.
        batch.sort(Comparator.comparingLong(Staged::id));
        Map<Rename, IOException> failures = root.rename(batch.stream()
                .filter(file -> file.in().isEmpty())
                .map(Publisher::renaming)
                .toList());
        List<Long> renamed = new ArrayList<>(batch.size());
        for (Staged file : batch) {
            try {
                check(file, failure(file, failures));
                renamed.add(file.id());
            } catch (IOException e) {
                listener.failed(file.id(), Naming.FAILED + IoReason.of(e));
                naming.removeIfThere(file.at());
            }
        }
        return renamed;
    }

    private static @Nullable IOException failure(Staged file, Map<Rename, IOException> failures) {
        return file.in().isPresent() ? file.in().get().failure(file.at()).orElse(null) : failures.get(renaming(file));
    }

    private static Rename renaming(Staged file) {
        return new Rename(file.at(), file.destination());
    }

    private void check(Staged file, @Nullable IOException failure) throws IOException {
        if (failure instanceof AtomicMoveNotSupportedException) {
            naming.nameAcross(file.at(), file.destination());
        } else if (failure != null) {
            throw failure;
        }
    }
}
