package org.sluice.core.local;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
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
import org.sluice.io.Entry;
import org.sluice.io.FileHandle;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;
import org.sluice.io.Rename;
import org.sluice.io.Root;
import org.sluice.transfer.Durability;
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
    private final Durability durability;
    private final Discard discard;
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
    private volatile boolean busy;
    private volatile long moves;

    /**
     * Nothing yet.
     *
     * @param discard what becomes of what is replaced
     */
    Publication(Stage stage, Durability durability, Discard discard, Report report, Follower follower) {
        this.root = stage.root();
        this.stage = stage;
        this.durability = durability;
        this.discard = discard;
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
            if (isFull()) {
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isFull() {
        return staged.size() >= BATCH_FILES || stagedBytes >= BATCH_BYTES || durability == Durability.FILE;
    }

    /** These lie under their names, or have done so before. */
    void land(List<Landed> news) {
        if (news.isEmpty()) {
            return;
        }
        follower.landed(news);
        lock.lock();
        try {
            undurable.addAll(news);
        } finally {
            lock.unlock();
        }
    }

    /** Takes away what has a name that is needed. */
    void discard(RelPath path, Entry entry) throws IOException {
        lock.lock();
        try {
            if (entry.isDirectory()) {
                discard.directory(path, entry);
            } else {
                discard.entry(path, entry);
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

    /** Whether it is making something durable, or naming it. */
    boolean isBusy() {
        return busy;
    }

    /** Grows whenever it gets on. */
    long moved() {
        return moves;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // only the thread that publishes writes it
    private void moves() {
        moves++;
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
            until = isFull() ? 0 : firstStaged + BATCH_NANOS - now;
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
        busy = true;
        if (!batch.isEmpty() || !closing.isEmpty()) {
            if (durability == Durability.FILE) {
                syncEach(batch);
            } else {
                sync();
            }
            moves();
            nameTrees(closing);
            name(batch);
            moves();
            if (durability == Durability.FILE) {
                sync();
            }
        }
        settle();
        busy = false;
        moves();
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
        List<Landed> news;
        lock.lock();
        try {
            news = undurable;
            undurable = new ArrayList<>();
        } finally {
            lock.unlock();
        }
        if (durability != Durability.NONE) {
            boolean before = busy;
            busy = true;
            root.sync();
            busy = before;
        }
        if (!news.isEmpty()) {
            follower.durable(news);
        }
    }

    /** Makes each file durable on its own; one that cannot be made so does not get its name. */
    private void syncEach(List<Staged> batch) {
        for (Iterator<Staged> each = batch.iterator(); each.hasNext(); ) {
            Staged entry = each.next();
            if (!entry.from().isFile() || entry.link()) {
                continue;
            }
            try (FileHandle file = root.open(entry.at(), OpenMode.WRITE)) {
                file.sync();
            } catch (IOException e) {
                each.remove();
                report.problem(entry.destination().toString(), Severity.FAILED, "making it durable: " + IoReason.of(e));
                stage.naming().removeIfThere(entry.at());
                follower.release(entry.pair());
            }
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
        closed.forEach(tree -> follower.release(tree.in()));
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

    private void name(List<Staged> batch) throws IOException {
        batch.sort(Comparator.comparing(Staged::destination));
        keep(batch);
        Map<Rename, IOException> failures =
                root.rename(batch.stream().map(Staged::renaming).toList());
        Tally tally = new Tally();
        List<Landed> news = new ArrayList<>();
        for (Staged entry : batch) {
            try {
                check(entry, failures.isEmpty() ? null : failures.get(entry.renaming()));
                count(entry.from(), entry.link(), tally);
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

    /** Keeps what is replaced; where that fails, nothing is replaced. */
    private void keep(List<Staged> batch) {
        lock.lock();
        try {
            for (Iterator<Staged> each = batch.iterator(); each.hasNext(); ) {
                Staged entry = each.next();
                try {
                    if (entry.replaced().isPresent()) {
                        discard.replaced(entry.destination(), entry.replaced().get());
                    }
                } catch (IOException e) {
                    each.remove();
                    report.problem(
                            entry.destination().toString(),
                            Severity.FAILED,
                            "keeping what it replaces: " + IoReason.of(e));
                    stage.naming().removeIfThere(entry.at());
                    follower.release(entry.pair());
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void check(Staged entry, @Nullable IOException failure) throws IOException {
        if (failure instanceof AtomicMoveNotSupportedException) {
            stage.naming().nameAcross(entry.at(), entry.destination());
        } else if (failure != null) {
            throw failure;
        }
    }

    /** Counts what was made. */
    static void count(Entry entry, boolean link, Tally tally) {
        if (link) {
            tally.linked++;
            return;
        }
        switch (entry.kind()) {
            case FILE -> {
                tally.files++;
                tally.bytes += entry.size();
            }
            case DIRECTORY -> tally.directories++;
            case SYMLINK -> tally.links++;
            case FIFO, SOCKET, BLOCK_DEVICE, CHARACTER_DEVICE -> tally.specials++;
        }
    }
}
