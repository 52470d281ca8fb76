package org.sluice.core.squeeze;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * How evenly the values of bytes are spread, as Shannon counts: 8 bits a byte where all are as frequent, which is so of
 * what is compressed or encrypted already. It knows nothing of order, so it errs on the side of trying.
 *
 * @see <a href="https://doi.org/10.1002/j.1538-7305.1948.tb01338.x">A Mathematical Theory of Communication, 6</a>
 */
final class Entropy {

    /** Bytes looked at, in pieces spread evenly: 20 µs. */
    static final int SAMPLE = 64 << 10;

    /**
     * Of more than so many bits a byte a compressor makes next to nothing. 64 KiB of random bytes have 7.997; text has 4 to
     * 5, base64 6, programs 6 to 7.
     */
    static final double INCOMPRESSIBLE = 7.9;

    private static final int PIECE = 4 << 10;

    /** Fewer bytes than that say nothing: their values cannot be spread evenly. */
    private static final int LEAST = 4 << 10;

    private Entropy() {}

    /** Whether trying to compress {@code content} would be in vain. */
    static boolean isHigh(MemorySegment content) {
        return content.byteSize() >= LEAST && bits(content) > INCOMPRESSIBLE - bias(content.byteSize());
    }

    /** What a sample of so many random bytes lacks of 8 bits, roughly: one value is in doubt for 256 values (Miller, Madow). */
    private static double bias(long length) {
        return 255 / (2 * Math.log(2) * Math.min(length, SAMPLE));
    }

    /** Bits a byte of a sample. */
    static double bits(MemorySegment content) {
        int[] counts = new int[256];
        long length = content.byteSize();
        int looked = 0;
        if (length <= SAMPLE) {
            looked = count(content, counts);
        } else {
            int pieces = SAMPLE / PIECE;
            for (int i = 0; i < pieces; i++) {
                looked += count(content.asSlice((length - PIECE) * i / (pieces - 1), PIECE), counts);
            }
        }
        double sum = 0;
        for (int count : counts) {
            sum += count == 0 ? 0 : count * Math.log(count);
        }
        return (Math.log(looked) - sum / looked) / Math.log(2);
    }

    private static int count(MemorySegment piece, int[] counts) {
        byte[] bytes = piece.toArray(ValueLayout.JAVA_BYTE);
        for (byte one : bytes) {
            counts[one & 0xFF]++;
        }
        return bytes.length;
    }
}
