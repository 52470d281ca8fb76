package org.sluice.core.rate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ThrottleTest {

    private static final long SECOND = HandTurnedTime.SECOND;

    private final HandTurnedTime time = new HandTurnedTime();
    private final Throttle throttle = new Throttle(OptionalLong.of(1000), time);

    @Test
    void the_first_passes_at_once_and_each_waits_for_those_before_it() throws Exception {
        long begun = time.nanos();

        throttle.pass(250);
        assertEquals(0, time.nanos() - begun);
        throttle.pass(500);
        assertEquals(SECOND / 4, time.nanos() - begun);
        throttle.pass(1);
        assertEquals(SECOND * 3 / 4, time.nanos() - begun);
    }

    @Test
    void what_was_not_used_is_not_made_up_for() throws Exception {
        throttle.pass(250);
        time.passes(60 * SECOND);
        throttle.pass(1000);
        long then = time.nanos();

        throttle.pass(1);

        assertEquals(SECOND, time.nanos() - then);
    }

    @Test
    void who_waits_for_long_is_called_each_second() throws Exception {
        AtomicInteger called = new AtomicInteger();
        throttle.pass(2500);

        throttle.pass(1, called::incrementAndGet);

        assertEquals(List.of(SECOND, SECOND, SECOND / 2), time.sleeps);
        assertEquals(3, called.get());
    }

    @Test
    void a_piece_takes_a_quarter_of_a_second_at_most_and_is_never_empty() {
        assertEquals(250, throttle.piece(1 << 20));
        assertEquals(7, throttle.piece(7));
        assertEquals(1, new Throttle(OptionalLong.of(1)).piece(1 << 20));
    }

    @Test
    void without_a_bound_all_passes_at_once_and_whole() throws Exception {
        Throttle open = new Throttle(OptionalLong.empty(), time);

        open.pass(Long.MAX_VALUE);
        open.pass(Long.MAX_VALUE);

        assertTrue(time.sleeps.isEmpty(), time.sleeps::toString);
        assertEquals(Long.MAX_VALUE, open.piece(Long.MAX_VALUE));
    }
}
