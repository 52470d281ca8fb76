package org.sluice.core.compare;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.sluice.core.compare.DirectoryComparison.Pair;

/** Directories to compare, handed out to workers until there are none and nobody finds any more. */
final class Workload {

    private final Deque<Pair> pairs = new ArrayDeque<>();
    private int busy;
    private boolean ended;

    synchronized void add(Pair pair) {
        pairs.push(pair);
        notifyAll();
    }

    /** The next; empty at the end. Whoever takes one says {@link #done} after it. */
    synchronized Optional<Pair> take() throws InterruptedException {
        while (!ended && pairs.isEmpty() && busy > 0) {
            wait();
        }
        if (ended || pairs.isEmpty()) {
            return Optional.empty();
        }
        busy++;
        return Optional.of(pairs.pop());
    }

    synchronized void done() {
        busy--;
        notifyAll();
    }

    /** Ends it before its time. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }
}
