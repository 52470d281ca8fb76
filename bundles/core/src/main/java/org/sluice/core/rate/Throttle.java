package org.sluice.core.rate;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Lets content pass at so many bytes a second at most, all that pass it together, in the order in which they come. */
public final class Throttle {

    private static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Who waits for its turn. */
    public interface Waiter {

        /** Nothing is wrong: told each second. */
        void moves();
    }

    /** What time it is, and how it passes. */
    interface Time {

        /** As of {@link System#nanoTime}. */
        long nanos();

        void sleep(long nanos) throws InterruptedException;
    }

    private static final Time REAL = new Time() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void sleep(long nanos) throws InterruptedException {
            TimeUnit.NANOSECONDS.sleep(nanos);
        }
    };

    /** Lets everything pass. */
    public static final Throttle NONE = new Throttle(OptionalLong.empty());

    private final OptionalLong bandwidth;
    private final Time time;
    private long free;

    /** At so many bytes a second; at any rate when it is empty. */
    public Throttle(OptionalLong bandwidth) {
        this(bandwidth, REAL);
    }

    Throttle(OptionalLong bandwidth, Time time) {
        this.bandwidth = bandwidth;
        this.time = time;
        this.free = time.nanos();
    }

    /** Bytes a second; empty when there is no bound. */
    public OptionalLong bandwidth() {
        return bandwidth;
    }

    /** A length that takes a quarter of a second at most, but not longer than {@code longest}. */
    public long piece(long longest) {
        return bandwidth.isPresent() ? Math.min(Math.max(bandwidth.getAsLong() / 4, 1), longest) : longest;
    }

    /** Waits until so many bytes may pass. */
    public void pass(long bytes) throws InterruptedException {
        pass(bytes, () -> {});
    }

    /** The same, for {@code waiter}. */
    public void pass(long bytes, Waiter waiter) throws InterruptedException {
        if (bandwidth.isEmpty() || bytes == 0) {
            return;
        }
        long wait = reserve(bytes, bandwidth.getAsLong());
        while (wait > 0) {
            time.sleep(Math.min(wait, STEP_NANOS));
            wait -= STEP_NANOS;
            waiter.moves();
        }
    }

    /** How long to wait for the turn of so many bytes. */
    private synchronized long reserve(long bytes, long bytesPerSecond) {
        long now = time.nanos();
        long begin = free - now > 0 ? free : now;
        free = begin + (long) (bytes * NANOS / bytesPerSecond);
        return begin - now;
    }
}
