package org.sluice.chunks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RisingKernelTest {

    private static final long ENOUGH = 100;
    private static final Duration BUSY = Duration.ofMinutes(5);
    private static final Duration PATIENT = Duration.ofMinutes(5);

    /** Chaining values do not matter; how long they take does. */
    private static final class Timed implements Kernel {

        private volatile Duration takes;
        private final AtomicInteger calls = new AtomicInteger();

        Timed(Duration takes) {
            this.takes = takes;
        }

        @Override
        public void chunks(MemorySegment data, long offset, int count, long counter, MemorySegment cvs) {
            calls.incrementAndGet();
            LockSupport.parkNanos(takes.toNanos());
        }

        @Override
        public void parents(MemorySegment cvs, long offset, int count) {}
    }

    private final Timed first = new Timed(Duration.ofMillis(5));
    private final Timed next = new Timed(Duration.ofMillis(50));

    private static void hash(Kernel kernel, int chunks) {
        kernel.chunks(MemorySegment.NULL, 0, chunks, 0, MemorySegment.NULL);
    }

    /** Whether what is hashed now is hashed by the second. */
    private boolean hasRisen(RisingKernel kernel) {
        int before = first.calls.get();
        hash(kernel, 1);
        return first.calls.get() == before;
    }

    private static boolean isExercised() {
        return exercises().findAny().isPresent();
    }

    private static Stream<Thread> exercises() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("sluice-hasher-exercise"));
    }

    @Test
    void little_is_hashed_by_the_first_and_the_other_does_nothing() {
        try (RisingKernel kernel = new RisingKernel(first, next, ENOUGH, BUSY, PATIENT, PATIENT)) {
            hash(kernel, (int) ENOUGH - 1);
        }
        assertEquals(1, first.calls.get());
        assertEquals(0, next.calls.get());
    }

    @Test
    void much_is_hashed_by_the_other_as_soon_as_it_is_faster() {
        try (RisingKernel kernel = new RisingKernel(first, next, ENOUGH, BUSY, PATIENT, PATIENT)) {
            hash(kernel, (int) ENOUGH);
            while (next.calls.get() < 10) {
                assertFalse(hasRisen(kernel), "the other is slow");
            }
            next.takes = Duration.ZERO;

            while (!hasRisen(kernel)) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void who_waits_has_the_other_by_the_time_that_something_is_hashed() {
        next.takes = Duration.ZERO;
        try (RisingKernel kernel =
                new RisingKernel(first, next, Long.MAX_VALUE, Duration.ofMillis(10), PATIENT, PATIENT)) {
            while (isExercised()) {
                Thread.onSpinWait();
            }

            assertTrue(hasRisen(kernel));
        }
    }

    @Test
    void who_hashes_now_and_then_does_not_wait() {
        Duration idle = Duration.ofMillis(500);
        Duration longest;
        do {
            next.calls.set(0);
            try (RisingKernel kernel = new RisingKernel(first, next, Long.MAX_VALUE, idle, PATIENT, PATIENT)) {
                longest = longestPause(kernel, idle.multipliedBy(3));
            }
        } while (longest.compareTo(idle) >= 0);

        assertEquals(0, next.calls.get());
    }

    /** Hashes for a while, and says what passed between two times at the most: on a busy machine that may be long. */
    private static Duration longestPause(Kernel kernel, Duration time) {
        long begin = System.nanoTime();
        long last = begin;
        long longest = 0;
        while (last - begin < time.toNanos()) {
            hash(kernel, 1);
            long now = System.nanoTime();
            longest = Math.max(longest, now - last);
            last = now;
        }
        return Duration.ofNanos(longest);
    }

    @Test
    void who_waits_does_not_try_for_ever_but_again_once_much_is_hashed() {
        Duration trial = Duration.ofMillis(100);
        try (RisingKernel kernel = new RisingKernel(first, next, ENOUGH, Duration.ofMillis(10), trial, PATIENT)) {
            while (!exercise().getState().equals(Thread.State.WAITING)) {
                Thread.onSpinWait();
            }
            assertTrue(next.calls.get() > 0);
            next.takes = Duration.ZERO;
            assertFalse(hasRisen(kernel));

            hash(kernel, (int) ENOUGH);

            while (!hasRisen(kernel)) {
                Thread.onSpinWait();
            }
        }
    }

    private static Thread exercise() {
        return exercises().findAny().orElseThrow();
    }

    @Test
    void one_that_never_gets_faster_is_not_waited_for_for_ever() {
        try (RisingKernel kernel = new RisingKernel(first, next, ENOUGH, BUSY, PATIENT, Duration.ofMillis(200))) {
            hash(kernel, (int) ENOUGH);
            while (isExercised()) {
                Thread.onSpinWait();
            }

            assertTrue(next.calls.get() > 0);
            assertFalse(hasRisen(kernel));
        }
    }

    @Test
    void once_it_is_closed_nothing_runs_and_hashing_goes_on() {
        RisingKernel kernel = new RisingKernel(first, next, ENOUGH, BUSY, PATIENT, PATIENT);
        hash(kernel, (int) ENOUGH);
        kernel.close();

        assertFalse(isExercised());
        hash(kernel, (int) ENOUGH);
        assertFalse(isExercised());
        assertFalse(hasRisen(kernel));
    }

    @Test
    void the_real_ones_rise_and_agree_all_the_way() {
        try (RisingKernel kernel =
                        new RisingKernel(new ScalarKernel(), new VectorKernel(), ENOUGH, BUSY, PATIENT, PATIENT);
                Arena arena = Arena.ofConfined()) {
            Blake3Vector rising = new Blake3Vector(kernel);
            MemorySegment data = arena.allocate(1 << 20);
            data.fill((byte) 7);
            var expected = new Blake3Scalar().hash(data);
            assertEquals(expected, rising.hash(data));
            while (isExercised()) {
                assertEquals(expected, rising.hash(data));
            }
            assertEquals(expected, rising.hash(data));
        }
    }
}
