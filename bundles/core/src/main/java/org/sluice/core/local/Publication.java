package org.sluice.core.local;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sluice.core.land.Naming;
import org.sluice.core.session.IoReason;
import org.sluice.io.Rename;
import org.sluice.io.Root;
import org.sluice.transfer.Problem.Severity;

/**
 * Makes what is staged durable and gives it its name, in batches: sync, rename, and it has landed; with the next sync it is
 * durable under its name. Runs on one thread; any other may add.
 */
final class Publication {

    private static final int BATCH_FILES = 8192;
    private static final long BATCH_BYTES = 1L << 30;
    private static final long BATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** How long what lies in a new tree waits for the rest of it: so much work a kill may lose. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

    /** What follows a batch. */
    interface Follower {
        /** A directory lies under its name, or was there, and nobody works in it. */
        void settle(Pair pair);

        /** Nobody works in what is above either, perhaps. */
        void release(Pair pair);

        /** These lie under their names, but perhaps not after a power cut. */
        void landed(List<Landed> news);

        /** And now also after that. */
        void durable(List<Landed> news);
    }

    private final Root root;
    private final Stage stage;
    private final boolean durable;
    private final Report report;
    private final Follower follower;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<FreshTree> trees = new LinkedHashSet<>();
    private List<Staged> staged = new ArrayList<>();
    private List<Pair> unsettled = new ArrayList<>();
    private long stagedBytes;
    private long firstStaged;
    private int completeTrees;
    private long firstComplete;
    private List<Landed> undurable = new ArrayList<>();
    private boolean woken;

    /** @param durable whether anything is synced */
    Publication(Stage stage, boolean durable, Report report, Follower follower) {
        this.root = stage.root();
        this.stage = stage;
        this.durable = durable;
        this.report = report;
        this.follower = follower;
    }

    /** Takes entries that are staged on their own. */
    void add(List<Staged> entries) {
        if (entries.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            if (staged.isEmpty()) {
                firstStaged = System.nanoTime();
            }
            for (Staged entry : entries) {
                staged.add(entry);
                stagedBytes += entry.bytes();
            }
            if (staged.size() >= BATCH_FILES || stagedBytes >= BATCH_BYTES) {
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A new tree has begun. */
    void add(FreshTree tree) {
        lock.lock();
        try {
            trees.add(tree);
        } finally {
            lock.unlock();
        }
    }

    /** All that belongs in a tree is there. */
    void complete(FreshTree tree) {
        lock.lock();
        try {
            tree.complete();
            if (completeTrees++ == 0) {
                firstComplete = System.nanoTime();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A directory is to be settled once the tree that it lies in, which is closed, has its name. */
    void settleLater(Pair pair) {
        lock.lock();
        try {
            unsettled.add(pair);
        } finally {
            lock.unlock();
        }
    }

    /** Looks whether there is something to do. */
    void wake() {
        lock.lock();
        try {
            woken = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** What runs between batches, at least once a second. */
    interface Pulse {
        /** Whether nothing more will be added, so that waiting is idle. */
        boolean idle() throws IOException, InterruptedException;

        /** How long to wait at most until the next, in nanoseconds. */
        long nanos();
    }

    /** Publishes until nothing more will be added and all have their names. */
    void run(Pulse pulse) throws IOException, InterruptedException {
        while (true) {
            boolean idle = pulse.idle();
            if (idle && isEmpty()) {
                return;
            }
            if (idle || isDue()) {
                publish(idle);
            } else {
                await(pulse.nanos());
            }
        }
    }

    private boolean isEmpty() {
        lock.lock();
        try {
            return staged.isEmpty() && trees.isEmpty() && unsettled.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private boolean isDue() {
        lock.lock();
        try {
            return untilDue() <= 0;
        } finally {
            lock.unlock();
        }
    }

    private long untilDue() {
        long now = System.nanoTime();
        long until = Long.MAX_VALUE;
        if (!staged.isEmpty()) {
            boolean full = staged.size() >= BATCH_FILES || stagedBytes >= BATCH_BYTES;
            until = full ? 0 : firstStaged + BATCH_NANOS - now;
        }
        if (completeTrees > 0) {
            until = Math.min(until, firstComplete + BATCH_NANOS - now);
        }
        for (FreshTree tree : trees) {
            if (tree.hasWaited(PATIENCE_NANOS)) {
                return 0;
            }
        }
        return until;
    }

    private void await(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long wait = Math.min(nanos, untilDue());
            if (!woken && wait > 0) {
                changed.awaitNanos(wait);
            }
            woken = false;
        } finally {
            lock.unlock();
        }
    }

    private void publish(boolean all) throws IOException, InterruptedException {
        List<Staged> batch;
        List<FreshTree> closing;
        lock.lock();
        try {
            batch = staged;
            staged = new ArrayList<>();
            stagedBytes = 0;
            completeTrees = 0;
            closing = close(batch, all);
        } finally {
            lock.unlock();
        }
        for (FreshTree tree : closing) {
            tree.awaitEmpty();
        }
        if (!batch.isEmpty() || !closing.isEmpty()) {
            sync();
            nameTrees(closing);
            name(batch);
        }
        settle();
    }

    /** Closes trees that are to be named. One is named before what was staged alone and belongs in it. */
    private List<FreshTree> close(List<Staged> batch, boolean all) {
        for (Staged entry : batch) {
            entry.pair().tree().ifPresent(FreshTree::close);
        }
        List<FreshTree> closing = new ArrayList<>();
        for (FreshTree tree : trees) {
            if (all || tree.isClosed() || tree.isComplete() || tree.hasWaited(PATIENCE_NANOS)) {
                tree.close();
                closing.add(tree);
            }
        }
        return closing;
    }

    /** Makes durable what has landed before. */
    void sync() throws IOException {
        List<Landed> news = undurable;
        undurable = new ArrayList<>();
        if (durable) {
            root.sync();
        }
        if (!news.isEmpty()) {
            follower.durable(news);
        }
    }

    private void settle() {
        List<Pair> pairs;
        lock.lock();
        try {
            pairs = unsettled;
            unsettled = new ArrayList<>();
        } finally {
            lock.unlock();
        }
        pairs.forEach(follower::settle);
    }

    private void nameTrees(List<FreshTree> closed) throws IOException {
        Map<Rename, IOException> failures =
                root.rename(closed.stream().map(FreshTree::renaming).toList());
        for (FreshTree tree : closed) {
            IOException failure = failures.get(tree.renaming());
            boolean well = failure == null || merged(tree, failure);
            tree.named(well);
            if (well) {
                land(tree.landed());
            }
        }
        lock.lock();
        try {
            closed.forEach(trees::remove);
        } finally {
            lock.unlock();
        }
    }

    private boolean merged(FreshTree tree, IOException failure) {
        try {
            new Merging(stage, report).merge(tree.at(), tree.destination(), failure);
            return true;
        } catch (IOException e) {
            report.undone(tree.made(), tree.destination().toString(), Naming.FAILED + IoReason.of(e));
            return false;
        }
    }

    private void land(List<Landed> news) {
        if (!news.isEmpty()) {
            follower.landed(news);
            undurable.addAll(news);
        }
    }

    private void name(List<Staged> batch) throws IOException {
        batch.sort(Comparator.comparing(Staged::destination));
        Map<Rename, IOException> failures =
                root.rename(batch.stream().map(Staged::renaming).toList());
        Tally tally = new Tally();
        List<Landed> news = new ArrayList<>();
        for (Staged entry : batch) {
            try {
                check(entry, failures.isEmpty() ? null : failures.get(entry.renaming()));
                count(entry, tally);
                if (!entry.landed().isSilent()) {
                    news.add(entry.landed());
                }
            } catch (IOException e) {
                report.problem(entry.destination().toString(), Severity.FAILED, Naming.FAILED + IoReason.of(e));
                stage.naming().removeIfThere(entry.at());
            }
            entry.pair().touch();
        }
        report.take(tally);
        land(news);
        for (Staged entry : batch) {
            follower.release(entry.pair());
        }
    }

    private void check(Staged entry, @Nullable IOException failure) throws IOException {
        if (failure instanceof AtomicMoveNotSupportedException) {
            stage.naming().nameAcross(entry.at(), entry.destination());
        } else if (failure != null) {
            throw failure;
        }
    }

    private static void count(Staged entry, Tally tally) {
        switch (entry.from().kind()) {
            case FILE -> {
                tally.files++;
                tally.bytes += entry.from().size();
            }
            case DIRECTORY -> tally.directories++;
            case SYMLINK -> tally.links++;
            case FIFO, SOCKET, BLOCK_DEVICE, CHARACTER_DEVICE -> tally.specials++;
        }
    }
}
