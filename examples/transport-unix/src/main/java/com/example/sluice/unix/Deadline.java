package com.example.sluice.unix;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Until when a call may wait.
 *
 * @param nanos of {@link System#nanoTime}
 * @param bounded false when it may wait for ever
 */
record Deadline(long nanos, boolean bounded) {

    static final Deadline NONE = new Deadline(0, false);

    /** Ten seconds from now: what the contract of transports gives a peer to answer. */
    static Deadline ofAnswer() {
        return new Deadline(System.nanoTime() + Duration.ofSeconds(10).toNanos(), true);
    }

    /** Parks this thread for no longer. */
    void park(Object blocker) throws SocketTimeoutException {
        if (bounded) {
            LockSupport.parkNanos(blocker, left());
        } else {
            LockSupport.park(blocker);
        }
    }

    /** How much of it is left, where it is bounded. */
    long left() throws SocketTimeoutException {
        long left = nanos - System.nanoTime();
        if (left <= 0) {
            throw new SocketTimeoutException("the peer does not answer");
        }
        return left;
    }
}
