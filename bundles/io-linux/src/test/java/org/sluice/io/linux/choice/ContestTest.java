package org.sluice.io.linux.choice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ContestTest {

    private static final int TURNS = 3;
    private static final int PIECES = 4;

    private final AtomicInteger decided = new AtomicInteger();
    private final AtomicLong now = new AtomicLong();
    private final Contest contest =
            new Contest(TURNS, List.of(Means.KERNEL, Means.MEMORY, Means.RING), decided::incrementAndGet, now::get);

    private void end(Contest.Try piece, long units, long nanos) {
        now.addAndGet(nanos);
        contest.end(piece, units);
    }

    /** Has each means do pieces of 1000 units in so many nanoseconds, as long as the contest wants to know. */
    private void run(Map<Means, Long> nanos) {
        while (contest.chosen().isEmpty()) {
            Contest.Try piece = contest.begin();
            end(piece, 1000, nanos.get(piece.means()));
            now.addAndGet(1_000_000); // what is done between pieces is no part of the work
        }
    }

    @Test
    void the_fastest_is_chosen_after_each_was_tried_as_often() {
        Map<Means, Integer> tries = new EnumMap<>(Means.class);
        while (contest.chosen().isEmpty()) {
            Contest.Try piece = contest.begin();
            tries.merge(piece.means(), 1, Integer::sum);
            end(piece, 1000, piece.means() == Means.MEMORY ? 500 : 1000);
        }

        assertEquals(Optional.of(Means.MEMORY), contest.chosen());
        int each = TURNS * PIECES;
        assertEquals(Map.of(Means.KERNEL, each, Means.MEMORY, each, Means.RING, each), tries);
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
    void one_bad_turn_does_not_count_nor_does_the_first() {
        for (int i = 0; contest.chosen().isEmpty(); i++) {
            Contest.Try piece = contest.begin();
            boolean firstOfKernel = i < PIECES;
            boolean secondOfRing = i / PIECES == 5;
            long nanos = piece.means() == Means.RING ? 500 : 1000;
            end(piece, 1000, firstOfKernel ? 1 : secondOfRing ? 1_000_000 : nanos);
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
        run(Map.of(Means.KERNEL, 1000L, Means.MEMORY, 1_000_000_000L, Means.RING, 1_000_000_000L));

        end(late, 1_000_000_000, 1);

        assertEquals(Optional.of(Means.KERNEL), contest.chosen());
        assertEquals(1, decided.get());
    }

    @Test
    void threads_that_work_at_once_try_the_same_and_what_they_do_together_counts() {
        // Two at once: with KERNEL one gets a piece done while the other waits for three, with MEMORY both get on.
        Map<Means, List<Long>> steps = Map.of(
                Means.KERNEL, List.of(1000L, 1000L), Means.MEMORY, List.of(0L, 1500L), Means.RING, List.of(4000L, 0L));
        Contest.Try[] threads = {contest.begin(), contest.begin()};
        for (int i = 0; contest.chosen().isEmpty(); i++) {
            Contest.Try piece = threads[i % 2];
            end(piece, 1000, steps.get(piece.means()).get(i % 2));
            threads[i % 2] = contest.begin();
        }

        assertEquals(Optional.of(Means.MEMORY), contest.chosen());
    }

    @Test
    void a_thread_that_keeps_another_waiting_wins_nothing_by_it() {
        // That both were under way is no reason to count the one that got on twice.
        Contest.Try waiting = contest.begin();
        while (contest.chosen().isEmpty()) {
            Contest.Try piece = contest.begin();
            end(piece, 1000, 1000);
        }
        contest.end(waiting, 1000);

        contest.rates().forEach((means, rate) -> assertEquals(1e9, rate, 1e6));
    }

    @Test
    void what_fails_is_never_the_fastest() {
        while (contest.chosen().isEmpty()) {
            Contest.Try piece = contest.begin();
            end(piece, piece.means() == Means.KERNEL ? 0 : 1000, piece.means() == Means.KERNEL ? 1 : 1000);
        }

        assertEquals(Optional.of(Means.MEMORY), contest.chosen());
    }
}
