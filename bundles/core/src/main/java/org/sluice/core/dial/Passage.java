package org.sluice.core.dial;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether the thread that uses one direction of a stream is in the transport's code, where it can be left behind, or in ours. One that
 * was left behind gets no further than out of the transport: it neither reads nor writes what it was to send or receive.
 */
final class Passage implements Callbacks {

    private static final int OURS = 0;
    private static final int THEIRS = 1;
    private static final int LEFT = 2;

    private final String scheme;
    private final AtomicInteger where = new AtomicInteger(OURS);
    private volatile Optional<Thread> by = Optional.empty();

    Passage(String scheme) {
        this.scheme = scheme;
    }

    /** The calling thread goes into the transport. */
    void enter() throws ForsakenException {
        by = Optional.of(Thread.currentThread());
        pass(OURS, THEIRS);
    }

    /** It is back. */
    void leave() throws ForsakenException {
        pass(THEIRS, OURS);
        by = Optional.empty();
    }

    private void pass(int from, int to) throws ForsakenException {
        if (!where.compareAndSet(from, to)) {
            throw new ForsakenException(scheme);
        }
    }

    /** Whether a thread has gone into it and has not come back, wherever it is now. */
    boolean isBusy() {
        return by.isPresent() && where.get() != LEFT;
    }

    /** Whether this thread is in the transport. */
    boolean holds(Thread thread) {
        return where.get() == THEIRS && by.filter(inside -> inside == thread).isPresent();
    }

    /** Leaves the thread behind that is in the transport; empty when none is. */
    Optional<Thread> forsake() {
        Optional<Thread> left = by;
        return left.isPresent() && where.compareAndSet(THEIRS, LEFT) ? left : Optional.empty();
    }

    @Override
    public void run(Callback callback) throws IOException {
        pass(THEIRS, OURS);
        try {
            callback.run();
        } finally {
            pass(OURS, THEIRS);
        }
    }
}
