package org.sluice.io.linux.choice;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ContestTest {

    private static final int TRIES = 5;

    private final AtomicInteger decided = new AtomicInteger();
    private final Contest contest =
            new Contest(TRIES, List.of(Means.KERNEL, Means.MEMORY, Means.RING), decided::incrementAndGet);

    /** Has each means do pieces of 1000 units in so many nanoseconds, as long as the contest wants to know. */
    private void run(Map<Means, Long> nanos) {
        while (contest.chosen().isEmpty()) {
            Means means = contest.next();
            contest.took(means, 1000, nanos.get(means));
        }
    }

    @Test
    void the_fastest_is_chosen_after_each_was_tried_as_often() {
        Map<Means, Integer> tries = new EnumMap<>(Means.class);
        while (contest.chosen().isEmpty()) {
            Means means = contest.next();
            tries.merge(means, 1, Integer::sum);
            contest.took(means, 1000, means == Means.MEMORY ? 500 : 1000);
        }

        assertEquals(Optional.of(Means.MEMORY), contest.chosen());
        assertEquals(Map.of(Means.KERNEL, TRIES, Means.MEMORY, TRIES, Means.RING, TRIES), tries);
        assertEquals(Means.MEMORY, contest.next());
        assertEquals(2e9, contest.rates().get(Means.MEMORY));
        assertEquals(1, decided.get());
    }

    @Test
    void what_is_preferred_stays_where_another_is_hardly_faster() {
        run(Map.of(Means.KERNEL, 1000L, Means.MEMORY, 970L, Means.RING, 990L));

        assertEquals(Optional.of(Means.KERNEL), contest.chosen());
    }

    @Test
    void one_bad_try_does_not_count_nor_does_the_first() {
        boolean first = true;
        for (int i = 0; contest.chosen().isEmpty(); i++) {
            Means means = contest.next();
            long nanos = means == Means.RING ? 500 : 1000;
            contest.took(means, 1000, i == 5 ? 1_000_000 : first ? 1 : nanos);
            first = false;
        }

        assertEquals(Optional.of(Means.RING), contest.chosen());
    }

    @Test
    void one_alone_has_won_without_a_try() {
        Contest alone = new Contest(TRIES, List.of(Means.CALLS), decided::incrementAndGet);

        assertEquals(Optional.of(Means.CALLS), alone.chosen());
        assertEquals(0, decided.get());
    }

    @Test
    void what_is_still_under_way_when_it_is_decided_changes_nothing() {
        run(Map.of(Means.KERNEL, 1000L, Means.MEMORY, 2000L, Means.RING, 2000L));

        contest.took(Means.MEMORY, 1_000_000, 1);

        assertEquals(Optional.of(Means.KERNEL), contest.chosen());
        assertEquals(1, decided.get());
    }
}
