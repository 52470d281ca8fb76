package org.sluice.transport.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** A pacer before a link that is told what time it is, fed by sockets that send all they may and by others who share its queue. */
class PacerTest {

    private static final double LOOK = 0.1;
    private static final double ROUND_TRIP = 0.05;
    private static final double MEGABYTE = 1e6;

    /** What sockets without a bound would send: more than goes through, always. */
    private static final double GREED = 1.25;

    /** What one sends that has no queue where packets are lost, of what goes through. */
    private static final double SLOWED = 0.85;

    /** Of the link's queue, in seconds. */
    private static final double QUEUE = 0.05;

    private final Pacer pacer = new Pacer();
    private double link = 12 * MEGABYTE;
    private double others;

    /** By how much a round trip takes longer that no queue is the reason of: busy processors, say. */
    private double late;

    /** Parts of what arrives that the path loses, queue or not; a sender that has no queue is slowed down by that. */
    private double lossy;

    private double waiting;
    private double bound = Pacer.UNBOUNDED;

    /** Means over some time. */
    private record Seen(double used, double waited) {}

    /** Lets time pass; what of the link we used, and how long a packet waited. */
    private Seen pass(double seconds, boolean paced) {
        double used = 0;
        double waited = 0;
        int looks = (int) Math.round(seconds / LOOK);
        for (int i = 0; i < looks; i++) {
            double wanted = lossy > 0 && bound < Pacer.UNBOUNDED && waiting == 0 ? SLOWED : GREED;
            double sent = Math.min(bound, wanted * link);
            double arriving = sent + others;
            double through = Math.min(link, arriving + waiting / LOOK);
            waiting = Math.clamp(waiting + (arriving - through) * LOOK, 0, QUEUE * link);
            double ours = through * sent / arriving;
            double delay = waiting / link;
            Pacer.Look look = new Pacer.Look(
                    LOOK, (long) (ours * LOOK), (long) (lossy * ours * LOOK), ROUND_TRIP + late + delay, ROUND_TRIP);
            double told = pacer.bound(look);
            bound = paced ? told : Pacer.UNBOUNDED;
            used += ours / link;
            waited += delay;
        }
        return new Seen(used / looks, waited / looks);
    }

    @Test
    void the_link_stays_full_and_its_queue_short() {
        pass(3, true);

        Seen seen = pass(30, true);

        assertTrue(seen.used() > 0.97, seen::toString);
        assertTrue(seen.waited() < 0.02 * ROUND_TRIP, seen::toString);
    }

    @Test
    void without_a_bound_the_queue_stays_full() {
        pass(3, false);

        assertEquals(QUEUE, pass(30, false).waited(), 1e-3);
    }

    @Test
    void where_answers_are_always_a_little_late_the_link_stays_full_and_its_queue_short() {
        late = 0.07 * ROUND_TRIP;
        pass(3, true);

        Seen seen = pass(60, true);

        assertTrue(seen.used() > 0.95, seen::toString);
        assertTrue(seen.waited() < 0.1 * ROUND_TRIP, seen::toString);
    }

    @Test
    void a_link_that_becomes_faster_is_filled_again() {
        pass(10, true);
        link *= 3;

        pass(10, true);

        assertTrue(pass(20, true).used() > 0.97);
    }

    @Test
    void a_link_that_becomes_slower_keeps_a_short_queue() {
        pass(10, true);
        link /= 3;

        pass(15, true);

        Seen seen = pass(20, true);
        assertTrue(seen.used() > 0.95, seen::toString);
        assertTrue(seen.waited() < 0.15 * ROUND_TRIP, seen::toString);
    }

    @Test
    void a_queue_of_others_is_not_yielded_to() {
        others = 1.5 * link; // whatever we do
        Seen alone = pass(30, false);

        Seen seen = pass(60, true);

        assertTrue(seen.used() > 0.95 * alone.used(), seen + " instead of " + alone);
    }

    @Test
    void where_the_path_loses_the_queue_is_left_to_who_needs_it() {
        lossy = 0.01;
        pass(10, true);

        Seen seen = pass(60, true);

        assertTrue(seen.used() > 0.97, seen::toString);
    }

    @Test
    void who_sends_a_little_is_not_bounded() {
        for (int i = 0; i < 100; i++) {
            Pacer.Look look = new Pacer.Look(LOOK, 20_000, 0, 2 * ROUND_TRIP, ROUND_TRIP);

            assertEquals(Pacer.UNBOUNDED, pacer.bound(look));
        }
    }

    @Test
    void what_stands_still_for_a_moment_is_not_kept_from_going_on() {
        pass(10, true);

        double told = pacer.bound(new Pacer.Look(LOOK, 0, 0, 2 * ROUND_TRIP, ROUND_TRIP));
        for (int i = 0; i < 20; i++) {
            told = Math.min(told, pacer.bound(new Pacer.Look(LOOK, 100, 0, 2 * ROUND_TRIP, ROUND_TRIP)));
        }

        assertTrue(told > 2 * MEGABYTE, told + " bytes a second");
    }
}
