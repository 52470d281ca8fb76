package org.sluice.core.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sluice.core.StreamDouble;
import org.sluice.core.session.Chunking;
import org.sluice.core.session.GarbledLaneException;
import org.sluice.core.squeeze.Squeeze;

/** What holds of lanes, held by those whose ranges are sealed; in clear, too. */
class SealedLaneTest extends LaneTest {

    @Override
    LaneTerms terms() {
        return new LaneTerms(false, true);
    }

    @Test
    void a_seal_takes_sixteen_bytes_of_a_range() throws Exception {
        offer("large", LARGE);

        assertEquals(LARGE + 2 * (LaneLayout.RANGE_FRAME + Seal.BYTES), send().length);
    }

    @Test
    void in_clear_a_content_that_is_another_costs_its_file_and_a_header_its_lane() throws Exception {
        offer("a", LARGE);
        offer("b", LARGE);
        byte[] content = send();
        content[content.length - LARGE / 2] ^= 1;
        byte[] header = send();
        header[Long.BYTES] = 2;

        Arrivals arrivals = Arrivals.of(StreamDouble.clear().arrive(content).end(), offered, buffers, terms());

        assertEquals(Set.of("a"), arrivals.landed().keySet());
        assertEquals(List.of(2L), arrivals.givenUp());
        StreamDouble clear = StreamDouble.clear().arrive(header).end();
        assertThrows(GarbledLaneException.class, () -> Arrivals.of(clear, offered, buffers, terms()));
    }

    @Test
    void a_lane_to_which_something_is_confirmed_that_was_not_sent_is_spoilt() throws Exception {
        StreamDouble stream = StreamDouble.open().arrive(new byte[] {LaneLayout.DEALT_WITH});
        stream.arrive(new byte[Seal.BYTES]);
        try (WorkQueue queue = new WorkQueue(Chunking.USUAL, CountedBuffers.noShelf())) {
            offer("a", LARGE);
            queue.add(offered);
            queue.end();
            SendLane lane = new SendLane(
                    stream,
                    queue,
                    new HasherDouble(),
                    buffers,
                    delivery,
                    new Squeeze(Optional.empty()),
                    new LaneTerms(true, true));

            assertThrows(GarbledLaneException.class, lane::run);
        }
    }
}
