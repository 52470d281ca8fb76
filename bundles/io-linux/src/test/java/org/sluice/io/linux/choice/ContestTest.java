package org.sluice.io.linux.choice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ContestTest {

    private static final int TURNS = 3;

    private final AtomicInteger decided = new AtomicInteger();
    private final Contest contest =
            new Contest(TURNS, List.of(Means.KERNEL, Means.MEMORY, Means.RING), decided::incrementAndGet);

    /** Has each means do pieces of 1000 units in so many nanoseconds, as long as the contest wants to know. */
    private void run(Map<Means, Long> nanos) {
        while (contest.chosen().isEmpty()) {
            Contest.Try piece = contest.begin();
            contest.end(piece, 1000, nanos.get(piece.means()));
        }
    }

    @Test
    void the_fastest_is_chosen_after_each_was_tried_as_often() {
        Map<Means, Integer> tries = new EnumMap<>(Means.class);
        while (contest.chosen().isEmpty()) {
            Contest.Try piece = contest.begin();
            tries.merge(piece.means(), 1, Integer::sum);
            contest.end(piece, 1000, piece.means() == Means.MEMORY ? 500 : 1000);
        }

        assertEquals(Optional.of(Means.MEMORY), contest.chosen());
        assertEquals(3, tries.size());
        tries.forEach((means, count) -> assertEquals(2 * TURNS, count, tries::toString));
        assertEquals(Means.MEMORY, contest.begin().means());
        assertFalse(contest.begin().isTimed());
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
        for (int i = 0; contest.chosen().isEmpty(); i++) {
            Contest.Try piece = contest.begin();
            long nanos = piece.means() == Means.RING ? 500 : 1000;
            boolean firstOfKernel = i < 2;
            boolean secondOfRing = i == 10;
            contest.end(piece, 1000, firstOfKernel ? 1 : secondOfRing ? 1_000_000 : nanos);
        }

        assertEquals(Optional.of(Means.RING), contest.chosen());
    }

    @Test
    void one_alone_has_won_without_a_try() {
        Contest alone = new Contest(TURNS, List.of(Means.CALLS), decided::incrementAndGet);

        assertEquals(Optional.of(Means.CALLS), alone.chosen());
        assertEquals(0, decided.get());
    }

    @Test
    void what_is_still_under_way_when_it_is_decided_changes_nothing() {
        Contest.Try late = contest.begin();
        run(Map.of(Means.KERNEL, 1000L, Means.MEMORY, 2000L, Means.RING, 2000L));

        contest.end(late, 1_000_000, 1);

        assertEquals(Optional.of(Means.KERNEL), contest.chosen());
        assertEquals(1, decided.get());
    }

    @Test
    void threads_that_work_at_once_try_the_same_and_what_they_do_together_counts() {
        // With KERNEL they take turns: one gets all the time of both, so that the other's piece lasts twice as long.
        Map<Means, List<Long>> together = Map.of(
                Means.KERNEL,
                List.of(500L, 3500L),
                Means.MEMORY,
                List.of(1500L, 1500L),
                Means.RING,
                List.of(4000L, 4000L));
        Contest.Try[] threads = {contest.begin(), contest.begin()};
        for (int i = 0; contest.chosen().isEmpty(); i++) {
            Contest.Try piece = threads[i % 2];
            contest.end(piece, 1000, together.get(piece.means()).get(i % 2));
            threads[i % 2] = contest.begin();
        }

        assertEquals(Optional.of(Means.MEMORY), contest.chosen());
        assertEquals(2 * 1000 / 1500e-9, contest.rates().get(Means.MEMORY), 1e6);
    }

    @Test
    void a_piece_that_outlasts_its_turn_does_not_count() {
        Contest.Try slow = contest.begin();
        while (contest.begin().means() == slow.means()) {
            contest.end(new Contest.Try(slow.means(), 0), 1000, 1000);
        }
        contest.end(slow, 1000, 1);

        assertEquals(Map.of(), contest.rates());
        run(Map.of(Means.KERNEL, 1000L, Means.MEMORY, 2000L, Means.RING, 2000L));
        assertTrue(contest.rates().get(Means.KERNEL) < 1e12, contest.rates()::toString);
    }

    @Test
    void what_fails_is_never_the_fastest() {
        while (contest.chosen().isEmpty()) {
            Contest.Try piece = contest.begin();
            contest.end(piece, piece.means() == Means.KERNEL ? 0 : 1000, piece.means() == Means.KERNEL ? 1 : 1000);
        }

        assertEquals(Optional.of(Means.MEMORY), contest.chosen());
    }
}
