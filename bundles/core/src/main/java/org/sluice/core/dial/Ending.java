package org.sluice.core.dial;

import java.time.Duration;
import org.sluice.core.swap.Once;

/** What happens to calls of something that is closed: they end soon, as they must, or are left behind. */
final class Ending {

    /** For so long a call may go on after what it is of was closed. */
    static final Duration GRACE = Duration.ofSeconds(3);

    private static final Duration LOOK = Duration.ofMillis(20);

    /** Something of a transport that has been closed. */
    interface Closed {

        /** Whether calls of it have not ended. */
        boolean isBusy();

        /** Leaves behind those that are in the transport now. */
        void forsake();
    }

    private Ending() {}

    /** Begins. */
    static void of(Closed closed, Duration grace) {
        if (closed.isBusy()) {
            Thread.ofVirtual().name("sluice-ending").start(new Once(() -> await(closed, grace)));
        }
    }

    /** One that is in our code now, which the transport has called, is left when it is back in the transport's. */
    private static void await(Closed closed, Duration grace) {
        long begun = System.nanoTime();
        try {
            while (closed.isBusy()) {
                Thread.sleep(LOOK);
                if (System.nanoTime() - begun >= grace.toNanos()) {
                    closed.forsake();
                }
            }
        } catch (InterruptedException nobodyInterruptsThis) {
            Thread.currentThread().interrupt();
        }
    }
}
