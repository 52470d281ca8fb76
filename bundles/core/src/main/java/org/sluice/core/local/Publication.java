package org.sluice.core.local;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.sluice.core.local.Pending.Round;
import org.sluice.io.Entry;
import org.sluice.io.FileHandle;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.transfer.Durability;

/**
 * Makes what is staged durable and gives it its name, in batches: sync, rename, and it has landed; with the next sync it is
 * durable under its name. Runs on one thread; any other may add.
 */
final class Publication {

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
    private final Durability durability;
    private final Discard discard;
    private final Follower follower;
    private final Pending pending;
    private final NameGiving names;
    private final ReentrantLock lock = new ReentrantLock();
    private List<Landed> undurable = new ArrayList<>();
    private volatile boolean busy;
    private volatile long moves;

    /**
     * Nothing yet.
     *
     * @param discard what becomes of what is replaced; for many threads
     */
    Publication(Stage stage, Durability durability, Discard discard, Report report, Follower follower) {
        this.root = stage.root();
        this.durability = durability;
        this.discard = discard;
        this.follower = follower;
        this.pending = new Pending(durability);
        this.names = new NameGiving(stage, discard, report);
    }

    /** Takes entries that are staged on their own. */
    void add(List<Staged> entries) {
        if (!entries.isEmpty()) {
            pending.add(entries);
        }
    }

    /** A new tree has begun. */
    void add(FreshTree tree) {
        pending.add(tree);
    }

    /** All that belongs in a tree is there. */
    void complete(FreshTree tree) {
        pending.complete(tree);
    }

    /** A directory is to be settled once the tree that it lies in, which is closed, has its name. */
    void settleLater(Pair pair) {
        pending.settleLater(pair);
    }

    /** Looks whether there is something to do. */
    void wake() {
        pending.wake();
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
        if (entry.isDirectory()) {
            discard.directory(path, entry);
        } else {
            discard.entry(path, entry);
        }
    }

    /** Keeps what is about to be replaced. */
    void replaces(RelPath path, Entry entry) throws IOException {
        discard.replaced(path, entry, Optional.empty());
        discard.settle();
    }

    /** A directory has been made under its name. */
    void created(RelPath directory) throws IOException {
        if (discard.notes()) {
            discard.created(directory, root.find(directory).orElseThrow());
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
            if (idle && pending.isEmpty()) {
                return;
            }
            if (idle || pending.isDue()) {
                publish(idle);
            } else {
                pending.await(pulse.nanos());
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

    private void publish(boolean all) throws IOException, InterruptedException {
        Round round = pending.take(all);
        for (FreshTree tree : round.trees()) {
            tree.awaitEmpty();
        }
        busy = true;
        if (!round.isEmpty()) {
            if (durability == Durability.FILE) {
                syncEach(round.staged());
            } else {
                sync();
            }
            moves();
            name(round);
            moves();
            if (durability == Durability.FILE) {
                sync();
            }
        }
        pending.takeUnsettled().forEach(follower::settle);
        busy = false;
        moves();
    }

    private void name(Round round) throws IOException {
        land(names.nameTrees(round.trees()));
        pending.remove(round.trees());
        round.trees().forEach(tree -> follower.release(tree.in()));
        land(names.name(round.staged()));
        round.staged().forEach(entry -> follower.release(entry.pair()));
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
                names.fail(entry, "making it durable: ", e);
                follower.release(entry.pair());
            }
        }
    }
}
