package org.sluice.tck;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what must become true, and says what it was when it does not. */
public final class Condition {

    private Condition() {}

    /** Returns once it is so, and fails when it takes too long. */
    public static void met(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Patience.LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                fail("after " + Patience.LIMIT.toSeconds() + " s it is still not so that " + what);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Returns once {@code value} has kept still for a while; the last value. */
    static long settled(String what, java.util.function.LongSupplier value) {
        long[] seen = {value.getAsLong(), System.nanoTime()};
        met(what + " keeps still", () -> {
            long now = value.getAsLong();
            if (now != seen[0]) {
                seen[0] = now;
                seen[1] = System.nanoTime();
            }
            return System.nanoTime() - seen[1] > Duration.ofMillis(500).toNanos();
        });
        return seen[0];
    }
}
