package org.sluice.transport.quic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.sluice.transport.netty.Pacer;

/** A rate before a link that is told what time it is, used by a library that takes all it is given and sends what its window allows. */
class SendRateTest {

    private static final double LOOK = 0.01;
    private static final double LINK = 12e6;
    private static final double ROUND_TRIP = 0.05;
    private static final double WINDOW = 2 * LINK * ROUND_TRIP;

    /** What streams have to hand over. */
    private static final double GREED = 4 * LINK;

    private final SendRate rate = new SendRate();
    private double time = 1;
    private double bound = GREED;
    private double waiting;
    private double onTheWay;
    private double sent;
    private double arriving;

    /** Means over some time. */
    private record Seen(double used, double waited) {}

    private Seen pass(double seconds, boolean bounded) {
        double used = 0;
        double waited = 0;
        int looks = (int) Math.round(seconds / LOOK);
        for (int i = 0; i < looks; i++) {
            time += LOOK;
            waiting += Math.min(GREED, bounded ? bound : GREED) * LOOK;
            double arrived = Math.min(LINK, onTheWay / ROUND_TRIP) * LOOK;
            onTheWay -= arrived;
            double leaving = Math.min(waiting, WINDOW - onTheWay);
            waiting -= leaving;
            onTheWay += leaving;
            sent += leaving;
            arriving = 0.8 * arriving + 0.2 * arrived / LOOK;
            double roundTrip = Math.max(ROUND_TRIP, onTheWay / LINK);
            bound = rate.after(new SendRate.Seen(
                    (long) (time * 1e9), (long) sent, 0, (long) arriving, (long) WINDOW, (long) (roundTrip * 1e9)));
            used += arrived / LOOK / LINK;
            waited += roundTrip - ROUND_TRIP;
        }
        return new Seen(used / looks, waited / looks);
    }

    @Test
    void the_link_stays_full_its_queue_short_and_little_is_given_in_advance() {
        pass(3, true);

        Seen seen = pass(30, true);

        assertTrue(seen.used() > 0.95, seen::toString);
        assertTrue(seen.waited() < 0.1 * ROUND_TRIP, seen::toString);
        assertTrue(waiting < 0.1 * LINK, waiting + " bytes");
    }

    @Test
    void without_it_the_queue_stays_full_and_much_is_given_in_advance() {
        pass(3, false);

        Seen seen = pass(30, false);

        assertEquals(WINDOW / LINK - ROUND_TRIP, seen.waited(), 1e-3);
        assertTrue(waiting > LINK);
    }

    @Test
    void what_was_given_long_before_does_not_keep_the_queue_full() {
        pass(3, true);
        waiting += 1.5 * LINK;

        pass(5, true);

        Seen seen = pass(10, true);
        assertTrue(seen.used() > 0.95, seen::toString);
        assertTrue(seen.waited() < 0.1 * ROUND_TRIP, seen::toString);
    }

    @Test
    void on_a_short_way_there_is_no_bound() {
        for (int i = 0; i < 100; i++) {
            long nanos = i * 10_000_000L;
            assertEquals(Pacer.UNBOUNDED, rate.after(new SendRate.Seen(nanos, i * 1000L, 0, 1, 20_000, 1_000_000)));
        }
    }
}
