package org.sluice.core.local;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.sluice.transfer.Durability;

/** What waits for its name, and how long it may. Any thread adds; one takes. */
final class Pending {

    private static final int BATCH_FILES = 8192;
    private static final long BATCH_BYTES = 1L << 30;
    private static final long BATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** How long what lies in a new tree waits for the rest of it: so much work a kill may lose. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final boolean eachAtOnce;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<FreshTree> trees = new LinkedHashSet<>();
    private List<Staged> staged = new ArrayList<>();
    private List<Pair> unsettled = new ArrayList<>();
    private long stagedBytes;
    private long firstStaged;
    private int completeTrees;
    private long firstComplete;
    private boolean woken;

    /**
     * What gets its name together.
     *
     * @param trees closed, but perhaps not left yet
     * @param staged those that are staged alone
     */
    record Round(List<FreshTree> trees, List<Staged> staged) {

        boolean isEmpty() {
            return trees.isEmpty() && staged.isEmpty();
        }
    }

    Pending(Durability durability) {
        this.eachAtOnce = durability == Durability.FILE;
    }

    /** Takes entries that are staged on their own. */
    void add(List<Staged> entries) {
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
        return staged.size() >= BATCH_FILES || stagedBytes >= BATCH_BYTES || eachAtOnce;
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

    boolean isEmpty() {
        lock.lock();
        try {
            return staged.isEmpty() && trees.isEmpty() && unsettled.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Whether something has waited long enough. */
    boolean isDue() {
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

    /** Waits until something is due or somebody wakes, but no longer. */
    void await(long nanos) throws InterruptedException {
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

    /** Takes what is staged, and closes trees that are to be named with it: all, or those that are due. */
    Round take(boolean all) {
        lock.lock();
        try {
            List<Staged> batch = staged;
            staged = new ArrayList<>();
            stagedBytes = 0;
            completeTrees = 0;
            return new Round(close(batch, all), batch);
        } finally {
            lock.unlock();
        }
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

    /** These trees have their names. */
    void remove(List<FreshTree> named) {
        lock.lock();
        try {
            named.forEach(trees::remove);
        } finally {
            lock.unlock();
        }
    }

    /** Takes the directories that wait to be settled. */
    List<Pair> takeUnsettled() {
        lock.lock();
        try {
            List<Pair> pairs = unsettled;
            unsettled = new ArrayList<>();
            return pairs;
        } finally {
            lock.unlock();
        }
    }
}
