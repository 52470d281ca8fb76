package org.sluice.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.sluice.transport.Stream;

/** What holds of every sequence of calls, tried with many that are made up; a failure says the seed that makes the same ones again. */
abstract class TransportSequenceRules extends TransportBytesRules {

    private static final int ROUNDS = 8;
    private static final int MOST_STREAMS = 4;

    /** To begin with; else each run tries others. */
    private static final String SEED = "org.sluice.tck.seed";

    @Test
    void any_sequence_of_calls_keeps_content_and_order_and_each_direction_ends_by_itself() throws Exception {
        long seed = Long.getLong(SEED, System.nanoTime());
        for (int round = 0; round < ROUNDS; round++) {
            try {
                sequences(seed + round);
            } catch (Exception | AssertionError e) {
                throw new AssertionError("-D" + SEED + "=" + (seed + round) + ": " + e.getMessage(), e);
            }
        }
    }

    /** Some streams of one connection, opened by either end; of each, both directions at once. */
    private void sequences(long seed) throws Exception {
        RandomGenerator random = Bytes.random(seed);
        Connected peers = connected();
        List<Call<Long>> sent = new ArrayList<>();
        List<Call<Long>> received = new ArrayList<>();
        for (int i = random.nextInt(MOST_STREAMS); i >= 0; i--) {
            Opened stream = (seed + i) % 2 == 0
                    ? stream(peers.initiator(), peers.responder())
                    : stream(peers.responder(), peers.initiator());
            direction(stream.near(), stream.far(), random, sent, received);
            direction(stream.far(), stream.near(), random, sent, received);
        }
        for (int i = 0; i < sent.size(); i++) {
            assertEquals(sent.get(i).result(), received.get(i).result(), "bytes of direction " + i);
        }
        everything_is_closed();
    }

    private static void direction(
            Stream from, Stream to, RandomGenerator random, List<Call<Long>> sent, List<Call<Long>> received) {
        Sequence sequence = new Sequence(random.nextLong());
        sent.add(Call.of(() -> sequence.send(from)));
        received.add(Call.of(() -> sequence.receive(to)));
    }
}
