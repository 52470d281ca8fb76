package org.sluice.core.squeeze;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** A lane on links of several kinds, whose time is simulated. */
class PayoffTest {

    private static final long PART = 512 << 10;

    private static final double SECOND = 1e9;

    private final Payoff payoff = new Payoff(2);

    /**
     * A lane and what it sends through: a sender that is held once a buffer is full, by a link that drains it, whose far end
     * takes no more content than it can.
     */
    private final class Lane {

        /** Nanoseconds a byte: of the link, of the receiver per byte of content, of reading and of compressing. */
        double link;

        double receiver;
        double reading = 0.5;
        double compressing = 2;
        double left = 0.3;
        double buffer = 4 << 20;

        private double now;
        private double contentInFlight;
        private double bytesInFlight;
        private double drained;

        Lane(double link, double receiver) {
            this.link = link;
            this.receiver = receiver;
        }

        /** Sends for so long; the share of the content that was compressed. */
        double send(double seconds) {
            double end = now + seconds * SECOND;
            long parts = 0;
            long compressed = 0;
            while (now < end) {
                now += reading * PART;
                parts++;
                if (payoff.isOn()) {
                    now += compressing * PART;
                    compressed++;
                    move(left * PART, left < 1);
                } else {
                    move(PART, false);
                }
            }
            return (double) compressed / parts;
        }

        private void move(double bytes, boolean asLess) {
            double begin = now;
            now += 0.2 * bytes;
            bytesInFlight += bytes;
            contentInFlight += PART;
            drain();
            while (bytesInFlight > buffer) {
                now += 10_000;
                drain();
            }
            payoff.sent(PART, asLess, (long) (now - begin), (long) now);
        }

        /** What has left since the last time: as much as the link, and the receiver, take. */
        private void drain() {
            double time = now - drained;
            drained = now;
            double density = contentInFlight / Math.max(1, bytesInFlight);
            double bytes = Math.min(time / link, receiver == 0 ? Double.MAX_VALUE : time / receiver / density);
            contentInFlight = Math.max(0, contentInFlight - bytes * density);
            bytesInFlight = Math.max(0, bytesInFlight - bytes);
        }
    }

    @Test
    void on_a_slow_link_all_is_compressed_after_a_second() {
        Lane lane = new Lane(80, 0);
        lane.send(1);

        assertEquals(1, lane.send(60), 0.01, "100 Mbit/s");
    }

    @Test
    void a_buffer_that_fills_decides_nothing() {
        payoff.sent(8 << 20, false, Payoff.STRETCH, Payoff.STRETCH);
        assertFalse(payoff.isOn(), "the first stretch filled it");

        payoff.sent(1 << 20, false, Payoff.STRETCH, 2 * Payoff.STRETCH);
        assertTrue(payoff.isOn(), "a control: the second shows the link");
    }

    @Test
    void on_a_link_of_a_gigabit_most_is_compressed() {
        Lane lane = new Lane(8, 0);

        assertTrue(lane.send(60) > 0.9);
    }

    @Test
    void on_a_fast_link_nothing_is_compressed() {
        assertEquals(0, new Lane(1, 0).send(20));
        assertEquals(0, new Lane(0.1, 0).send(20));
    }

    @Test
    void a_receiver_that_is_slow_itself_gets_hardly_anything_compressed() {
        double compressed = new Lane(1, 15).send(60);

        assertTrue(compressed < 0.15, () -> compressed + " of the content");
        assertTrue(payoff.reason().contains("MB/s with it"), payoff.reason());
    }

    @Test
    void what_does_not_get_smaller_does_not_end_it() {
        Lane lane = new Lane(80, 0);
        lane.send(5);
        lane.left = 1;
        lane.send(5);

        assertTrue(payoff.isOn(), "what follows may get smaller again");
    }

    @Test
    void a_compressor_that_is_slower_than_the_link_is_hardly_ever_used() {
        Lane lane = new Lane(8, 0);
        lane.compressing = 12;

        assertTrue(lane.send(120) < 0.1);
    }

    @Test
    void a_link_that_becomes_fast_ends_it_and_one_that_becomes_slow_begins_it_again() {
        Lane lane = new Lane(80, 0);
        lane.send(5);
        assertTrue(payoff.isOn());

        lane.link = 0.5;
        lane.send(5);
        assertFalse(payoff.isOn());

        lane.link = 80;
        lane.send(5);
        assertTrue(payoff.isOn());
    }

    @Test
    void after_each_failure_it_is_tried_later() {
        Lane lane = new Lane(1, 15);
        double first = lane.send(10);
        lane.send(60);
        double later = lane.send(60);

        assertTrue(first > 0, "a control: it is tried");
        assertTrue(later < first / 2, () -> first + " of the first seconds, " + later + " of later ones");
    }

    @Test
    void one_part_that_was_held_up_decides_nothing() {
        Lane lane = new Lane(1, 0);
        lane.send(1);
        payoff.sent(PART, false, 500_000_000, (long) lane.now + 500_000_000);

        assertEquals(0, lane.send(1));
    }

    @Test
    void parts_of_a_few_bytes_say_nothing() {
        for (long i = 1; i <= 100; i++) {
            payoff.sent(100, false, Payoff.STRETCH, i * Payoff.STRETCH);
        }

        assertFalse(payoff.isOn());
    }
}
