package org.sluice.core.lane;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sluice.core.StreamDouble;
import org.sluice.core.session.GarbledLaneException;

/** What a sender believes of what comes back to it. */
@Timeout(60)
class ConfirmationsTest {

    private static final Work FIRST = new Work.Pack(List.of());
    private static final Work SECOND = new Work.Pack(List.of());
    private static final Seal ONE = new Seal(1, 2);
    private static final Seal TWO = new Seal(3, 4);

    private final StreamDouble stream = StreamDouble.open();

    /** Two works were sent whole, and a third is being sent. */
    private Confirmations sent(boolean sealed) {
        Confirmations confirmations = Confirmations.of(stream, () -> {}, sealed);
        confirmations.expect(FIRST);
        confirmations.sealed(ONE);
        confirmations.expect(SECOND);
        confirmations.sealed(TWO);
        confirmations.expect(FIRST);
        return confirmations;
    }

    private static byte[] dealtWith(Seal seal) {
        MemorySegment said = MemorySegment.ofArray(new byte[1 + Seal.BYTES]);
        seal.writeTo(said, 1);
        byte[] bytes = (byte[]) said.heapBase().orElseThrow();
        bytes[0] = LaneLayout.DEALT_WITH;
        return bytes;
    }

    private void assertSpoilt(Confirmations confirmations, int rest) {
        assertThrows(GarbledLaneException.class, confirmations::await);
        assertTrue(confirmations.garbled().isPresent());
        assertEquals(rest, confirmations.rest().size());
    }

    @Test
    void what_is_confirmed_is_not_sent_again() throws Exception {
        Confirmations confirmations = sent(true);
        stream.arrive(dealtWith(ONE)).arrive(new byte[] {LaneLayout.RETIRE}).arrive(dealtWith(TWO));
        stream.end();

        assertThrows(IOException.class, confirmations::await);
        assertTrue(confirmations.isRetired());
        assertFalse(confirmations.garbled().isPresent());
        assertEquals(List.of(FIRST), confirmations.rest());
    }

    @Test
    void a_confirmation_that_comes_twice_or_names_something_else_spoils_the_lane() {
        Confirmations confirmations = sent(true);
        stream.arrive(dealtWith(ONE)).arrive(dealtWith(ONE)).end();

        assertSpoilt(confirmations, 2);
    }

    @Test
    void without_seals_it_is_believed() throws Exception {
        Confirmations confirmations = sent(false);
        stream.arrive(new byte[] {LaneLayout.DEALT_WITH, LaneLayout.DEALT_WITH}).end();

        assertThrows(IOException.class, confirmations::await);
        assertEquals(1, confirmations.rest().size());
    }

    @Test
    void what_was_not_sent_whole_cannot_be_confirmed() {
        Confirmations confirmations = sent(false);
        byte one = LaneLayout.DEALT_WITH;
        stream.arrive(new byte[] {one, one, one}).end();

        assertSpoilt(confirmations, 1);
    }

    @Test
    void what_receivers_do_not_say_spoils_the_lane() {
        Confirmations confirmations = sent(false);
        stream.arrive(new byte[] {LaneLayout.DEALT_WITH, 7}).end();

        assertSpoilt(confirmations, 2);
    }

    @Test
    void nothing_is_believed_of_a_lane_that_is_over() {
        Confirmations confirmations = sent(true);
        confirmations.rest();
        stream.arrive(ByteBuffer.allocate(34)
                        .put(dealtWith(TWO))
                        .put(dealtWith(TWO))
                        .array())
                .end();

        assertDoesNotThrow(confirmations::await);
    }
}
