package org.sluice.core.squeeze;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntropyTest {

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static boolean isHigh(byte[] bytes) {
        return Entropy.isHigh(MemorySegment.ofArray(bytes));
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, 5000, 10_000, 65_536, 65_537, 1 << 20})
    void random_bytes_are_not_tried(int length) {
        assertTrue(isHigh(random(length)));
    }

    @Test
    void text_zeros_and_base64_are() {
        assertFalse(isHigh(new byte[1 << 20]));
        assertFalse(
                isHigh("all the words of a text, again and again. ".repeat(2000).getBytes(StandardCharsets.US_ASCII)));
        assertFalse(isHigh(Base64.getEncoder().encode(random(100_000))));
    }

    @Test
    void what_deflate_has_made_is_not() throws IOException {
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(deflated)) {
            Random random = new Random(1);
            for (int i = 0; i < 300_000; i++) {
                out.write(("word" + random.nextInt(10_000) + " ").getBytes(StandardCharsets.US_ASCII));
            }
        }

        assertTrue(isHigh(deflated.toByteArray()));
    }

    @Test
    void of_a_few_bytes_nothing_is_said() {
        assertFalse(isHigh(random(4095)));
    }

    @Test
    void text_in_the_midst_of_random_bytes_is_seen() {
        byte[] mixed = random(1 << 20);
        for (int i = 300_000; i < 800_000; i++) {
            mixed[i] = 'x';
        }

        assertFalse(isHigh(mixed));
    }

    @Test
    void bits_are_as_shannon_counts_them() {
        assertEquals(0, Entropy.bits(MemorySegment.ofArray(new byte[1000])), 1e-9);
        byte[] each = new byte[1024];
        for (int i = 0; i < each.length; i++) {
            each[i] = (byte) i;
        }
        assertEquals(8, Entropy.bits(MemorySegment.ofArray(each)), 1e-9);
        assertEquals(1, Entropy.bits(MemorySegment.ofArray(new byte[] {0, 1, 0, 1})), 1e-9);
    }
}
