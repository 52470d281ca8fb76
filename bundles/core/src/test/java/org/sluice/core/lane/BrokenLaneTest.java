package org.sluice.core.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.sluice.core.Cable;
import org.sluice.core.session.Chunking;
import org.sluice.core.session.GarbledLaneException;
import org.sluice.core.squeeze.Squeeze;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.transport.Stream;

/** Lanes that break are replaced by others, and what was on its way comes again. */
class BrokenLaneTest extends BreakingLanes {

    private static final int ROUNDS = 20;

    private static List<Cable> breaking(long seed) {
        Random random = new Random(seed);
        List<Cable> cables = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            cables.add(Cable.breakingAfter(random.nextInt(2 * Chunking.USUAL.size())));
        }
        cables.add(Cable.lasting());
        return cables;
    }

    @Test
    void what_a_lane_had_not_delivered_when_it_broke_comes_by_the_next() throws Exception {
        transfer(true, breaking(1));

        assertAllLandedOnce();
    }

    @Test
    void without_confirmations_it_would_be_lost() throws Exception {
        transfer(false, breaking(1));

        assertTrue(landed.size() < files.size(), "the control lost nothing");
    }

    @Test
    void a_lane_that_carries_other_bytes_than_were_sent_breaks_and_none_of_them_lands() throws Exception {
        List<Cable> cables = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            cables.add(Cable.flippingAfter(500_000L * i + 77));
        }
        cables.add(Cable.lasting());
        transfer(true, cables);

        assertAllLandedOnce();
        assertTrue(thrown.stream().anyMatch(e -> e instanceof GarbledLaneException), thrown::toString);
    }

    @Test
    void a_lane_that_its_receiver_leaves_is_followed_by_others_until_all_has_come() throws Exception {
        leaving = true;

        List<Cable> cables = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            cables.add(Cable.lasting());
        }
        transfer(true, cables);

        assertEquals(files.size(), landed.stream().distinct().count());
        assertTrue(left.stream().filter(more -> more).count() > 1, "it was not left");
        assertEquals(false, left.getLast(), "nothing more comes");
    }

    @Test
    void a_lane_that_waits_for_work_ends_when_its_receiver_retires_it() throws Exception {
        Cable cable = Cable.lasting();
        AtomicBoolean ended = new AtomicBoolean(true);
        try (WorkQueue queue = new WorkQueue(Chunking.USUAL, CountedBuffers.noShelf())) {
            Thread sender = Thread.ofPlatform().start(() -> {
                try (var near = cable.near()) {
                    ended.set(new SendLane(
                                    near,
                                    queue,
                                    new HasherDouble(),
                                    buffers,
                                    delivery,
                                    new Squeeze(Optional.empty()),
                                    new LaneTerms(true, false))
                            .run());
                } catch (IOException | InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            try (var far = cable.far()) {
                far.send(new Source.Memory(MemorySegment.ofArray(new byte[] {LaneLayout.RETIRE})));
                Thread receiver = Thread.ofPlatform().start(() -> drain(far));
                sender.join();
                receiver.join();
            }
            assertFalse(ended.get(), "the lane says that all is done");
        }
    }

    private static void drain(Stream far) {
        try {
            byte[] one = new byte[1];
            while (far.receive(new Sink.Memory(MemorySegment.ofArray(one))) == 1) {
                // What it is does not matter.
            }
            far.finish();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
