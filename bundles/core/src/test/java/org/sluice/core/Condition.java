package org.sluice.core;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for what must become true, and says what it was when it does not. */
public final class Condition {

    private static final Duration PATIENCE = Duration.ofSeconds(110);

    private Condition() {}

    /** Is looked at again and again. */
    public interface Check {
        boolean met() throws Exception;
    }

    /** Returns once it is so. */
    public static void met(String what, Check condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.met()) {
            if (System.nanoTime() - deadline > 0) {
                fail("after " + PATIENCE.toSeconds() + " s it is still not so that " + what);
            }
            LockSupport.parkNanos(200_000);
        }
    }

    /** Returns once a thread waits for something. */
    public static void parked(Thread thread) throws Exception {
        met(thread + " waits", () -> switch (thread.getState()) {
            case WAITING, TIMED_WAITING, BLOCKED -> true;
            case NEW, RUNNABLE, TERMINATED -> false;
        });
    }
}
