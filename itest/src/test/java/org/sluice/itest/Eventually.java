package org.sluice.itest;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what must become true, and says what it was when it does not. */
final class Eventually {

    private static final long PATIENCE_SECONDS = 60;

    private Eventually() {}

    static void holds(String what, BooleanSupplier condition) {
        holds(what, PATIENCE_SECONDS, condition);
    }

    /** For what begins with the start of a process or two, on a machine with much else to do. */
    static void holdsInTheEnd(String what, BooleanSupplier condition) {
        holds(what, 3 * PATIENCE_SECONDS, condition);
    }

    private static void holds(String what, long seconds, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("after " + seconds + " s it is still not so that " + what);
            }
            LockSupport.parkNanos(5_000_000);
        }
    }
}
