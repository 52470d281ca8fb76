package org.sluice.core.arbiter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.sluice.core.path.Travelled;

/** When it is known how fast contents travel. */
class GaugeTest {

    private static final long MILLI = 1_000_000;
    private static final long MEBIBYTE = 1 << 20;

    /** When a lane, which sends a mebibyte at a time, had sent how much, of {@code sent} bytes by a time in milliseconds. */
    private static Travelled lane(long millis, LongUnaryOperator sent) {
        long at = millis;
        while (at > 0 && sent.applyAsLong(at - 1) / MEBIBYTE == sent.applyAsLong(millis) / MEBIBYTE) {
            at--;
        }
        return new Travelled(sent.applyAsLong(millis) / MEBIBYTE * MEBIBYTE, at * MILLI);
    }

    /** Looks at two lanes each 25 ms until it is known; how long that took, and the figure. */
    private static Map.Entry<Long, Goodput> measured(LongUnaryOperator sent) {
        Gauge gauge = new Gauge();
        for (long millis = 0; millis < 10_000; millis += 25) {
            gauge.look(Map.of("a", lane(millis, sent), "b", lane(millis, sent)), millis * MILLI, millis * MILLI / 2);
            Optional<Goodput> found = gauge.steady();
            if (found.isPresent()) {
                return Map.entry(millis, found.get());
            }
        }
        throw new AssertionError("never known");
    }

    @Test
    void a_steady_flow_is_known_within_half_a_second_however_large_the_pieces_are() {
        Map.Entry<Long, Goodput> fast = measured(millis -> 100_000 * millis);
        assertTrue(fast.getKey() <= 500, () -> fast.getKey() + " ms");
        assertEquals(200e6, fast.getValue().bytesPerSecond(), 4e6);
        assertEquals(0.5, fast.getValue().processors(), 0.01);

        Map.Entry<Long, Goodput> slow = measured(millis -> 6_250 * millis); // both: 100 Mbit/s
        assertTrue(slow.getKey() <= 1600, () -> slow.getKey() + " ms");
        assertEquals(12.5e6, slow.getValue().bytesPerSecond(), 0.25e6);
    }

    @Test
    void buffers_that_fill_at_once_do_not_count() {
        Map.Entry<Long, Goodput> found = measured(millis -> millis == 0 ? 0 : 2 * MEBIBYTE + 20_000 * millis);

        assertEquals(40e6, found.getValue().bytesPerSecond(), 2e6);
    }

    @Test
    void nor_does_a_flow_that_still_grows() {
        Map.Entry<Long, Goodput> found =
                measured(millis -> millis < 1000 ? 50 * millis * millis : 50_000_000 + 100_000 * (millis - 1000));

        assertEquals(200e6, found.getValue().bytesPerSecond(), 20e6);
    }

    @Test
    void one_that_is_never_steady_is_known_roughly_after_three_seconds() {
        Map.Entry<Long, Goodput> found = measured(millis -> (long) (1e6 * Math.pow(2, millis / 300.0)));

        assertTrue(found.getKey() >= 3000 && found.getKey() < 3200, () -> found.getKey() + " ms");
    }

    @Test
    void what_does_not_move_is_not_measured() {
        Gauge gauge = new Gauge();
        for (long millis = 0; millis < 60_000; millis += 25) {
            gauge.look(new HashMap<>(Map.of("a", new Travelled(MEBIBYTE, 0))), millis * MILLI, 0);
        }

        assertFalse(gauge.moves());
        assertEquals(Optional.empty(), gauge.steady());
    }
}
