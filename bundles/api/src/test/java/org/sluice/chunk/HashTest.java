package org.sluice.chunk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class HashTest {

    private static final String TEXT = "00112233445566778899aabbccddeeff0123456789abcdeffedcba9876543210";
    private static final byte[] BYTES = HexFormat.of().parseHex(TEXT);

    @Test
    void a_hash_keeps_its_bytes_in_their_order() {
        assertArrayEquals(BYTES, Hash.of(BYTES).bytes());
        assertEquals(TEXT, Hash.of(BYTES).toString());
        assertEquals(Hash.of(BYTES), Hash.of(MemorySegment.ofArray(BYTES)));
        assertEquals(0x0011223344556677L, Hash.of(BYTES).w0());
    }

    @Test
    void hashes_of_different_bytes_differ() {
        for (int i = 0; i < Hash.BYTES; i++) {
            byte[] other = BYTES.clone();
            other[i] ^= 1;
            assertNotEquals(Hash.of(BYTES), Hash.of(other));
        }
    }

    @Test
    void a_hash_is_written_where_it_is_asked_for_and_nowhere_else() {
        byte[] target = new byte[40];
        Hash.of(BYTES).writeTo(MemorySegment.ofArray(target), 5);

        assertArrayEquals(HexFormat.of().parseHex("0000000000" + TEXT + "000000"), target);
        assertThrows(
                IndexOutOfBoundsException.class, () -> Hash.of(BYTES).writeTo(MemorySegment.ofArray(new byte[31]), 0));
    }

    @Test
    void anything_but_32_bytes_is_no_hash() {
        for (int length : new int[] {0, 31, 33, 64}) {
            assertThrows(IllegalArgumentException.class, () -> Hash.of(new byte[length]));
        }
    }
}
