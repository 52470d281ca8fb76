package org.sluice.core.local;

import java.util.ArrayList;
import java.util.List;
import org.sluice.io.RelPath;
import org.sluice.io.Rename;

/**
 * A new directory with all that is in it, which lies in the staging folder under the names it will have, until one rename
 * names it whole. Open at first: workers enter it, make what is whole at once, and leave. Then closed: nobody makes
 * anything in it but under its final names. Named at last.
 */
final class FreshTree {

    private final Pair in;
    private final RelPath at;
    private final RelPath destination;
    private final Tally made = new Tally();
    private final List<Landed> landed = new ArrayList<>();
    private long since;
    private int inside;
    private boolean complete;
    private volatile boolean closed;
    private boolean named;
    private boolean failed;

    /**
     * An empty one.
     *
     * @param in the directories it belongs in, which are not done before it has its name
     */
    FreshTree(Pair in, RelPath at, RelPath destination) {
        in.retain();
        this.in = in;
        this.at = at;
        this.destination = destination;
    }

    Pair in() {
        return in;
    }

    RelPath at() {
        return at;
    }

    RelPath destination() {
        return destination;
    }

    Rename renaming() {
        return new Rename(at, destination);
    }

    /** Where something lies that belongs at {@code path}, while this has no name. */
    RelPath locate(RelPath path) {
        return at.resolve(path.below(destination));
    }

    /** Keeps it from being named until {@link #leave}; false when it is closed. */
    synchronized boolean enter() {
        if (closed) {
            return false;
        }
        inside++;
        return true;
    }

    /** What was made since {@link #enter}. */
    synchronized void leave(Tally tally, List<Landed> news) {
        if (since == 0 && tally.made() > 0) {
            since = System.nanoTime();
        }
        made.add(tally);
        landed.addAll(news);
        inside--;
        notifyAll();
    }

    synchronized void complete() {
        complete = true;
    }

    synchronized boolean isComplete() {
        return complete;
    }

    /** Whether something in it has waited so long for its name. */
    synchronized boolean hasWaited(long nanos) {
        return since != 0 && System.nanoTime() - since >= nanos;
    }

    /** Lets nobody enter any more. */
    synchronized void close() {
        closed = true;
    }

    /** Whether whoever is inside shall leave. */
    boolean isClosed() {
        return closed;
    }

    synchronized void awaitEmpty() throws InterruptedException {
        while (inside > 0) {
            wait();
        }
    }

    /** It has its name, or will not get it. */
    synchronized void named(boolean well) {
        named = true;
        failed = !well;
        notifyAll();
    }

    synchronized boolean isNamed() {
        return named;
    }

    synchronized boolean hasFailed() {
        return failed;
    }

    synchronized void awaitNamed() throws InterruptedException {
        while (!named) {
            wait();
        }
    }

    /** What was made in it; once it is closed. */
    Tally made() {
        return made;
    }

    /** What is to be done when it has its name; once it is closed. */
    List<Landed> landed() {
        return landed;
    }
}
