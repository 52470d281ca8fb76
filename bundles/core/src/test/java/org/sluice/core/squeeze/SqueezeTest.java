package org.sluice.core.squeeze;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sluice.io.RelPath;

class SqueezeTest {

    private static final int PART = 1 << 20;

    private final Squeeze squeeze = new Squeeze(Optional.of(new CompressorDouble()));
    private final MemorySegment room = MemorySegment.ofArray(new byte[PART]);

    /** As on a link that holds each part for half a second. */
    private void slowLink() {
        for (long i = 1; i <= 10; i++) {
            squeeze.sent(PART, PART, (i - 1) * 500_000_000, i * 500_000_000);
        }
    }

    private static MemorySegment random(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return MemorySegment.ofArray(bytes);
    }

    @Test
    void before_the_link_is_known_nothing_is_compressed() {
        assertFalse(squeeze.isOn());

        slowLink();

        assertTrue(squeeze.isOn());
        assertTrue(squeeze.isOn(RelPath.parse("a.txt"), PART));
        assertFalse(squeeze.isOn(RelPath.parse("a.zip"), PART));
    }

    @Test
    void zeros_become_small_and_random_bytes_are_left_without_a_try() {
        assertTrue(squeeze.squeeze(MemorySegment.ofArray(new byte[PART]), room) < PART / 10);
        assertEquals(PART, squeeze.squeeze(random(PART), room));
    }

    @Test
    void what_saves_less_than_a_thirty_second_stays_as_it_is() {
        assertEquals(4000, squeeze.squeeze(random(4000), room));
    }

    @Test
    void the_report_says_what_was_saved() {
        squeeze.sent(PART, PART / 4, 0, 1_000_000);
        squeeze.sent(PART, PART, 0, 1_000_000);

        assertEquals("double on (38 % less)", squeeze.report());
    }

    @Test
    void the_report_says_why_nothing_was() {
        assertEquals("double off (nothing was sent)", squeeze.report());
        assertEquals("compression off (no compressor in common)", new Squeeze(Optional.empty()).report());

        squeeze.sent(PART, PART, 0, 1_000_000);
        assertEquals("double off (sending is as fast)", squeeze.report());

        squeeze.packed(PART);
        assertEquals("double off (incompressible)", squeeze.report());
    }
}
