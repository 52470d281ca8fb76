package org.sluice.core.squeeze;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** A lane on links of several kinds, whose time is simulated. */
class PayoffTest {

    private static final long PART = 1 << 20;

    private final Payoff payoff = new Payoff();

    /**
     * A lane and what it sends through: a sender that is held once a buffer is full, by a link that drains it, whose far end
     * takes no more content than it can.
     */
    private final class Lane {

        /** Nanoseconds a byte: of the link, of the receiver per byte of content, of compressing. */
        double link;

        double receiver;
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

        /** Sends parts; how many of them compressed. */
        int send(int parts) {
            int compressed = 0;
            for (int i = 0; i < parts; i++) {
                if (payoff.isOn()) {
                    compressed++;
                    double nanos = compressing * PART;
                    now += nanos;
                    payoff.squeezed(PART, (long) (left * PART), (long) nanos, move(left * PART, PART));
                } else {
                    payoff.plain(PART, move(PART, PART));
                }
            }
            return compressed;
        }

        private long move(double bytes, double content) {
            double begin = now;
            now += 0.2 * bytes;
            bytesInFlight += bytes;
            contentInFlight += content;
            drain();
            while (bytesInFlight > buffer) {
                now += 10_000;
                drain();
            }
            return (long) (now - begin);
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
    void on_a_slow_link_nearly_all_is_compressed() {
        assertTrue(new Lane(80, 0).send(200) > 185, "100 Mbit/s");
    }

    @Test
    void figures_of_a_buffer_that_fills_decide_nothing() {
        payoff.plain(PART, 1_000_000);
        payoff.plain(PART, 9_000_000);
        payoff.plain(PART, 9_000_000);
        assertFalse(payoff.isOn());

        payoff.plain(PART, 9_000_000);

        assertTrue(payoff.isOn(), "a control: those of a full one do");
    }

    @Test
    void on_a_link_of_a_gigabit_most_is_compressed() {
        int compressed = new Lane(8, 0).send(1000);

        assertTrue(compressed > 930, () -> compressed + " of 1000 parts");
    }

    @Test
    void on_a_fast_link_nothing_is_compressed() {
        assertEquals(0, new Lane(1, 0).send(1000));
        assertEquals(0, new Lane(0.1, 0).send(1000));
    }

    @Test
    void a_receiver_that_is_slow_itself_gets_hardly_anything_compressed() {
        int compressed = new Lane(1, 15).send(2000);

        assertTrue(compressed < 200, () -> compressed + " of 2000 parts");
        assertEquals("what is sent is not what takes the time", payoff.reason());
    }

    @Test
    void what_does_not_get_smaller_is_hardly_ever_compressed() {
        Lane lane = new Lane(80, 0);
        lane.left = 1;

        assertTrue(lane.send(2000) < 100);
    }

    @Test
    void a_compressor_that_is_slower_than_the_link_is_dropped() {
        Lane lane = new Lane(8, 0);
        lane.compressing = 12;

        assertTrue(lane.send(2000) < 100);
        assertTrue(payoff.reason().startsWith("compressing takes 12.0 ns a byte"), payoff.reason());
    }

    @Test
    void a_link_that_becomes_fast_ends_it_and_one_that_becomes_slow_begins_it_again() {
        Lane lane = new Lane(80, 0);
        lane.send(100);
        assertTrue(payoff.isOn());

        lane.link = 0.5;
        lane.send(100);
        assertFalse(payoff.isOn());

        lane.link = 80;
        lane.send(20);
        assertTrue(payoff.isOn(), "a link that is slow again is told at once");
    }

    @Test
    void after_each_failure_it_is_tried_later() {
        Lane lane = new Lane(1, 15);
        int first = lane.send(1000);
        int later = lane.send(1000) + lane.send(1000) + lane.send(1000);

        assertTrue(first > 0, "a control: it is tried");
        assertTrue(later <= 2 * first, () -> first + " of the first thousand, " + later + " of three more");
    }

    @Test
    void one_part_that_was_held_up_decides_nothing() {
        Lane lane = new Lane(1, 0);
        lane.send(10);
        payoff.plain(PART, 500_000_000);

        assertEquals(0, lane.send(100));
    }

    @Test
    void parts_of_a_few_bytes_say_nothing() {
        for (int i = 0; i < 100; i++) {
            payoff.plain(100, 1_000_000);
        }

        assertFalse(payoff.isOn());
    }
}
