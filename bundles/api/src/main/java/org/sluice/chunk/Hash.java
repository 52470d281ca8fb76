package org.sluice.chunk;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * A digest of 32 bytes, held as four big-endian words: 48 bytes a hash instead of an array behind a reference.
 *
 * @param w0 bytes 0 to 7
 * @param w1 bytes 8 to 15
 * @param w2 bytes 16 to 23
 * @param w3 bytes 24 to 31
 */
public record Hash(long w0, long w1, long w2, long w3) {

    /** Length of a digest, in bytes. */
    public static final int BYTES = 32;

    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    /**
     * Reads a digest.
     *
     * @throws IllegalArgumentException when {@code digest} is not 32 bytes long
     */
    public static Hash of(MemorySegment digest) {
        if (digest.byteSize() != BYTES) {
            throw new IllegalArgumentException("a hash has 32 bytes, not " + digest.byteSize());
        }
        return new Hash(digest.get(WORD, 0), digest.get(WORD, 8), digest.get(WORD, 16), digest.get(WORD, 24));
    }

    /**
     * Reads a digest.
     *
     * @throws IllegalArgumentException when {@code digest} is not 32 bytes long
     */
    public static Hash of(byte[] digest) {
        return of(MemorySegment.ofArray(digest));
    }

    /** The 32 bytes, newly allocated. */
    public byte[] bytes() {
        byte[] digest = new byte[BYTES];
        writeTo(MemorySegment.ofArray(digest), 0);
        return digest;
    }

    /** Writes the 32 bytes at {@code offset} of {@code target}. */
    public void writeTo(MemorySegment target, long offset) {
        target.set(WORD, offset, w0);
        target.set(WORD, offset + 8, w1);
        target.set(WORD, offset + 16, w2);
        target.set(WORD, offset + 24, w3);
    }

    /** 64 lower-case hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes());
    }
}
