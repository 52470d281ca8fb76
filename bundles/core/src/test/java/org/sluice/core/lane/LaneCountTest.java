package org.sluice.core.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sluice.core.lane.LaneCount.Epoch;

/** How many lanes are found to be worth having, on paths of which all is known. */
class LaneCountTest {

    private static final int EPOCHS = 60;

    /** Lanes that carry at most so much each, on a path that carries so much in all; how many there were in each epoch. */
    private static List<Integer> found(double each, double all) {
        LaneCount count = new LaneCount(new LaneBounds(4, 64));
        List<Integer> lanes = new ArrayList<>(List.of(4));
        for (int i = 0; i < EPOCHS; i++) {
            double rate = Math.min(all, each * lanes.getLast());
            lanes.add(count.next(new Epoch(rate, 0.9, Optional.empty())).lanes());
        }
        return lanes;
    }

    @Test
    void a_long_path_gets_as_many_lanes_as_fill_it() {
        List<Integer> lanes = found(1e6, 30e6);

        assertTrue(lanes.getLast() >= 28 && lanes.getLast() <= 40, lanes::toString);
        assertTrue(lanes.subList(0, 13).contains(lanes.getLast()), lanes::toString);
    }

    @Test
    void where_more_lanes_carry_no_more_there_are_few_and_more_are_tried_ever_more_seldom() {
        List<Integer> lanes = found(30e6, 30e6);

        assertEquals(4, lanes.getLast());
        assertTrue(lanes.stream().filter(count -> count > 4).count() <= 5, lanes::toString);
    }

    @Test
    void no_more_than_the_peer_takes() {
        List<Integer> lanes = found(1e6, 1e9);

        assertEquals(64, lanes.getLast());
        assertTrue(lanes.stream().allMatch(count -> count <= 64), lanes::toString);
    }

    @Test
    void as_many_as_were_said_where_that_was_said() {
        LaneCount count = new LaneCount(new LaneBounds(7, 7));
        for (int i = 0; i < EPOCHS; i++) {
            Optional<Duration> roundTrip = Optional.of(Duration.ofMillis(i == 0 ? 50 : 500));
            assertEquals(7, count.next(new Epoch(1e6, 0.9, roundTrip)).lanes());
        }
    }

    @Test
    void lanes_that_wait_for_something_else_stay_as_they_are() {
        LaneCount count = new LaneCount(new LaneBounds(4, 64));
        for (int i = 0; i < EPOCHS; i++) {
            assertEquals(4, count.next(new Epoch(1e6, 0.2, Optional.empty())).lanes());
        }
    }

    @Test
    void queues_that_fill_on_the_way_cost_a_quarter_of_them_but_never_the_last_four() {
        LaneCount count = new LaneCount(new LaneBounds(4, 64));
        int lanes = 4;
        while (lanes < 16) {
            lanes = count.next(new Epoch(1e6 * lanes, 0.9, Optional.of(Duration.ofMillis(50))))
                    .lanes();
        }

        LaneCount.Step step = count.next(new Epoch(1e6 * lanes, 0.9, Optional.of(Duration.ofMillis(120))));

        assertEquals(new LaneCount.Step(lanes * 3 / 4, "a round trip takes 120 ms, and 50 ms at rest"), step);
        for (int i = 0; i < EPOCHS; i++) {
            step = count.next(new Epoch(1e6, 0.9, Optional.of(Duration.ofMillis(120))));
        }
        assertEquals(4, step.lanes());
    }
}
