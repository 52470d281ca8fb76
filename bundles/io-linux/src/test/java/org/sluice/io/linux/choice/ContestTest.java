package org.sluice.io.linux.choice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
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
        tries.forEach((means, count) -> assertTrue(count >= TRIES && count <= TRIES + 1, tries::toString));
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
        boolean first = true;
        for (int i = 0; contest.chosen().isEmpty(); i++) {
            Contest.Try piece = contest.begin();
            long nanos = piece.means() == Means.RING ? 500 : 1000;
            contest.end(piece, 1000, i == 5 ? 1_000_000 : first ? 1 : nanos);
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
        Contest.Try late = contest.begin();
        run(Map.of(Means.KERNEL, 1000L, Means.MEMORY, 2000L, Means.RING, 2000L));

        contest.end(late, 1_000_000, 1);

        assertEquals(Optional.of(Means.KERNEL), contest.chosen());
        assertEquals(1, decided.get());
    }

    @Test
    void threads_that_work_at_once_try_the_same_and_what_they_do_together_counts() {
        // Alone KERNEL is fastest; two at once get in each other's way with it, and not with MEMORY.
        Map<Means, Long> together = Map.of(Means.KERNEL, 2000L, Means.MEMORY, 1500L, Means.RING, 4000L);
        while (contest.chosen().isEmpty()) {
            Contest.Try one = contest.begin();
            Contest.Try other = contest.begin();
            assertEquals(one.means(), other.means());
            contest.end(one, 1000, together.get(one.means()));
            Contest.Try next = contest.begin();
            contest.end(other, 1000, together.get(other.means()));
            contest.end(next, 1000, together.get(next.means()));
        }

        assertEquals(Optional.of(Means.MEMORY), contest.chosen());
        assertEquals(2 * 1000 / 1500e-9, contest.rates().get(Means.MEMORY), 1);
    }

    @Test
    void a_piece_that_outlasts_its_turn_does_not_count() {
        Contest.Try slow = contest.begin();
        List<Means> turns = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Contest.Try piece = contest.begin();
            turns.add(piece.means());
            contest.end(piece, 1000, 1000);
        }
        contest.end(slow, 1000, 1);

        assertTrue(turns.contains(Means.MEMORY), turns::toString);
        assertTrue(contest.rates().get(Means.KERNEL) <= 2.001e9, contest.rates()::toString);
    }

    @Test
    void a_piece_that_failed_is_no_ones_best() {
        for (int i = 0; i < 2; i++) {
            contest.end(contest.begin(), 0, 1);
        }

        assertEquals(Map.of(Means.KERNEL, 0.0), contest.rates());
    }
}
