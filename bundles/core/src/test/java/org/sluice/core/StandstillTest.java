package org.sluice.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sluice.core.Standstill.Lane;

/** When a transport is found to hold up its lanes. */
class StandstillTest {

    private static final long SECOND = 1_000_000_000;

    private final Standstill standstill = new Standstill();
    private final long begun = System.nanoTime();

    private static Lane heldUp(String lane, String scheme) {
        return new Lane(lane, scheme, 7, true, false, false);
    }

    private static Lane moving(String lane, String scheme, long bytes) {
        return new Lane(lane, scheme, bytes, false, false, false);
    }

    private Optional<String> atFault(int second, Lane... lanes) {
        return standstill.look(List.of(lanes), begun + second * SECOND).map(Lane::scheme);
    }

    @Test
    void one_that_stands_still_while_another_carries_much_is_at_fault() {
        for (int second = 0; second < 20; second++) {
            assertEquals(Optional.empty(), atFault(second, heldUp("a", "x"), moving("b", "x", second << 20)));
        }
        assertEquals(Optional.of("x"), atFault(20, heldUp("a", "x"), moving("b", "x", 20 << 20)));
    }

    @Test
    void on_a_slow_way_that_takes_longer() {
        for (int second = 0; second < 100; second++) {
            assertEquals(Optional.empty(), atFault(second, heldUp("a", "x"), moving("b", "y", second << 10)));
        }
    }

    @Test
    void where_all_stand_still_none_is_at_fault_and_another_is_to_be_tried() {
        List<Lane> lanes = List.of(heldUp("a", "x"), heldUp("b", "y"));
        for (int second = 0; second < 10; second++) {
            assertEquals(Optional.empty(), standstill.look(lanes, begun + second * SECOND));
            assertFalse(standstill.isTotal(lanes, begun + second * SECOND));
        }
        assertEquals(Optional.empty(), standstill.look(lanes, begun + 100 * SECOND));
        assertTrue(standstill.isTotal(lanes, begun + 100 * SECOND));
    }

    @Test
    void one_that_is_awaited_by_a_lane_elsewhere_which_has_nothing_to_do_is_at_fault() {
        Lane idle = new Lane("b", "y", 1, false, true, false);
        for (int second = 0; second < 30; second++) {
            assertEquals(Optional.empty(), atFault(second, heldUp("a", "x"), idle));
        }
        assertEquals(Optional.of("x"), atFault(30, heldUp("a", "x"), idle));
    }

    @Test
    void one_that_waits_for_what_may_not_be_its_own_to_bring_is_at_fault_only_where_another_transport_brings_it() {
        Lane owed = new Lane("a", "x", 7, true, true, false);
        for (int second = 0; second < 40; second++) {
            assertEquals(Optional.empty(), atFault(second, owed, moving("b", "x", second << 20)));
            assertEquals(Optional.empty(), atFault(second, owed, new Lane("c", "y", 0, true, true, false)));
        }
        Standstill other = new Standstill();
        other.look(List.of(owed, moving("b", "y", 0)), begun);
        assertEquals(Optional.of(owed), other.look(List.of(owed, moving("b", "y", 16 << 20)), begun + 20 * SECOND));
    }

    @Test
    void what_moves_now_and_then_or_is_held_up_by_ourselves_does_not_stand_still() {
        for (int second = 0; second < 60; second++) {
            Lane slow = new Lane("a", "x", second / 15, true, false, false);
            Lane busy = moving("c", "x", 1);
            assertEquals(Optional.empty(), atFault(second, slow, busy, moving("b", "x", (long) second << 22)));
        }
    }

    @Test
    void one_that_has_ended_meanwhile_shows_it_and_one_that_had_before_does_not() {
        Lane before = new Lane("b", "y", 1, false, false, true);
        Lane meanwhile = new Lane("c", "y", 1, false, false, true);
        for (int second = 0; second < 40; second++) {
            assertEquals(Optional.empty(), atFault(second, heldUp("a", "x"), before));
        }
        assertEquals(Optional.of("x"), atFault(40, heldUp("a", "x"), before, meanwhile));
    }
}
