package org.sluice.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sluice.core.negotiate.BestCommon;
import org.sluice.core.session.Chunking;
import org.sluice.negotiate.Agreement;
import org.sluice.negotiate.Capability;
import org.sluice.negotiate.Limits;
import org.sluice.negotiate.Offer;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;

class OffersTest {

    /** What Sluice offered when all chunks had one size; it took any other agreement for none. */
    private static final Capability BEFORE = new Capability("chunks", Map.of("size", "4194304"));

    private static Offer offer(Capability... capabilities) {
        return new Offer(1, 1, "", Map.of(), List.of(capabilities), new Limits(1 << 20, 2));
    }

    private static Agreement agreed(Capability one, Capability other) throws Exception {
        Agreement agreement = new BestCommon().agree(offer(one), offer(other));
        assertEquals(agreement, new BestCommon().agree(offer(other), offer(one)));
        return agreement;
    }

    private static Capability chunks(int size) {
        return Offers.chunks(new Chunking(size));
    }

    private static Capability most(String most) {
        return new Capability("chunks", Map.of("size", "4194304", "most", most));
    }

    @Test
    void the_smaller_chunks_are_agreed_on() throws Exception {
        Agreement agreement = agreed(chunks(1 << 20), chunks(16 << 20));

        assertEquals(new Chunking(1 << 20), Offers.chunking(agreement));
        assertTrue(Offers.inChunks(agreement));
    }

    @Test
    void with_a_peer_that_knows_one_size_only_that_is_spoken() throws Exception {
        for (int size : new int[] {64 << 10, 4 << 20, 16 << 20}) {
            Agreement agreement = agreed(chunks(size), BEFORE);

            assertEquals(Optional.of(BEFORE), agreement.capability("chunks"));
            assertEquals(Chunking.USUAL, Offers.chunking(agreement));
            assertTrue(Offers.inChunks(agreement));
        }
    }

    @Test
    void a_peer_that_knows_no_chunks_gets_usual_ranges() throws Exception {
        Agreement agreement = new BestCommon().agree(offer(chunks(1 << 20)), offer());

        assertEquals(Chunking.USUAL, Offers.chunking(agreement));
        assertFalse(Offers.inChunks(agreement));
    }

    @Test
    void only_a_peer_that_understands_it_is_told_of_single_chunks() throws Exception {
        assertTrue(Offers.tellsChunks(agreed(chunks(1 << 20), chunks(1 << 20))));
        assertFalse(Offers.tellsChunks(agreed(chunks(1 << 20), most("1048576"))));
    }

    @Test
    void of_chunks_that_have_another_meaning_none_is_spoken() throws Exception {
        Agreement agreement =
                agreed(chunks(1 << 20), new Capability("chunks", Map.of("size", "8388608", "most", "65536")));

        assertFalse(Offers.inChunks(agreement));
        assertEquals(Chunking.USUAL, Offers.chunking(agreement));
    }

    @Test
    void chunks_that_cannot_be_are_refused() throws Exception {
        for (String wrong : List.of("0", "-65536", "65535", "32768", "3145728")) {
            Agreement agreement = agreed(chunks(16 << 20), most(wrong));

            TransferException refused = assertThrows(TransferException.class, () -> Offers.chunking(agreement), wrong);
            assertEquals(Reason.INCOMPATIBLE, refused.reason());
        }
    }

    @Test
    void a_most_that_is_no_number_says_nothing() throws Exception {
        assertEquals(Chunking.USUAL, Offers.chunking(agreed(chunks(1 << 20), most("small"))));
    }
}
