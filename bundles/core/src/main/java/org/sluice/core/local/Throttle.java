package org.sluice.core.local;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Lets content pass at so many bytes a second at most. */
final class Throttle {

    private static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final OptionalLong bandwidth;
    private long free = System.nanoTime();

    Throttle(OptionalLong bandwidth) {
        this.bandwidth = bandwidth;
    }

    /** A length that takes a quarter of a second at most, but not longer than {@code longest}. */
    long piece(long longest) {
        return bandwidth.isPresent() ? Math.clamp(bandwidth.getAsLong() / 4, 1, longest) : longest;
    }

    /** Waits until so many bytes may pass, for {@code worker}. */
    void pass(long bytes, Worker worker) throws InterruptedException {
        if (bandwidth.isEmpty() || bytes == 0) {
            return;
        }
        long wait;
        synchronized (this) {
            long now = System.nanoTime();
            long begin = Math.max(now, free);
            free = begin + (long) (bytes * NANOS / bandwidth.getAsLong());
            wait = begin - now;
        }
        while (wait > 0) {
            TimeUnit.NANOSECONDS.sleep(Math.min(wait, STEP_NANOS));
            wait -= STEP_NANOS;
            worker.moves();
        }
    }
}
