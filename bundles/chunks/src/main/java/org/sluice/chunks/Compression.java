package org.sluice.chunks;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * BLAKE3's constants and its compression function, one block at a time.
 *
 * @see <a href="https://github.com/BLAKE3-team/BLAKE3-specs/blob/master/blake3.pdf">The BLAKE3 paper, 2.2</a>
 */
final class Compression {

    /** Bytes in a leaf of the tree. */
    static final int CHUNK = 1024;

    /** Bytes compressed at once: a sixteenth of a chunk, or two chaining values. */
    static final int BLOCK = 64;

    /** Bytes in a chaining value. */
    static final int CV = 32;

    /** 32-bit words in a chaining value. */
    static final int CV_WORDS = 8;

    static final int CHUNK_START = 1;
    static final int CHUNK_END = 2;
    static final int PARENT = 4;
    static final int ROOT = 8;

    static final int ROUNDS = 7;

    static final int IV0 = 0x6A09E667;
    static final int IV1 = 0xBB67AE85;
    static final int IV2 = 0x3C6EF372;
    static final int IV3 = 0xA54FF53A;
    static final int IV4 = 0x510E527F;
    static final int IV5 = 0x9B05688C;
    static final int IV6 = 0x1F83D9AB;
    static final int IV7 = 0x5BE0CD19;

    static final ValueLayout.OfInt WORD = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private Compression() {}

    /** The chaining value every chunk and every parent starts from, newly allocated. */
    static int[] iv() {
        return new int[] {IV0, IV1, IV2, IV3, IV4, IV5, IV6, IV7};
    }

    /** The flags of the block at {@code at} in a whole chunk. */
    static int chunkFlags(int at) {
        return switch (at) {
            case 0 -> CHUNK_START;
            case CHUNK - BLOCK -> CHUNK_END;
            default -> 0;
        };
    }

    /** Reads a block's 16 words; at once, since a loop over a segment is compiled, found wrong and compiled again a dozen times while all is cold. */
    static void read(MemorySegment data, long offset, int[] block) {
        MemorySegment.copy(data, WORD, offset, block, 0, block.length);
    }

    /** Writes a chaining value. */
    static void write(int[] cv, MemorySegment target, long offset) {
        MemorySegment.copy(cv, 0, target, WORD, offset, CV_WORDS);
    }

    /** Replaces {@code cv} by its compression with {@code block}, of whose bytes {@code length} count. */
    static void compress(int[] cv, int[] block, long counter, int length, int flags) {
        int m0 = block[0];
        int m1 = block[1];
        int m2 = block[2];
        int m3 = block[3];
        int m4 = block[4];
        int m5 = block[5];
        int m6 = block[6];
        int m7 = block[7];
        int m8 = block[8];
        int m9 = block[9];
        int m10 = block[10];
        int m11 = block[11];
        int m12 = block[12];
        int m13 = block[13];
        int m14 = block[14];
        int m15 = block[15];
        int v0 = cv[0];
        int v1 = cv[1];
        int v2 = cv[2];
        int v3 = cv[3];
        int v4 = cv[4];
        int v5 = cv[5];
        int v6 = cv[6];
        int v7 = cv[7];
        int v8 = IV0;
        int v9 = IV1;
        int v10 = IV2;
        int v11 = IV3;
        int v12 = (int) counter;
        int v13 = (int) (counter >>> 32);
        int v14 = length;
        int v15 = flags;
        for (int round = 0; round < ROUNDS; round++) {
            v0 += v4 + m0;
            v1 += v5 + m2;
            v2 += v6 + m4;
            v3 += v7 + m6;
            v12 = Integer.rotateRight(v12 ^ v0, 16);
            v13 = Integer.rotateRight(v13 ^ v1, 16);
            v14 = Integer.rotateRight(v14 ^ v2, 16);
            v15 = Integer.rotateRight(v15 ^ v3, 16);
            v8 += v12;
            v9 += v13;
            v10 += v14;
            v11 += v15;
            v4 = Integer.rotateRight(v4 ^ v8, 12);
            v5 = Integer.rotateRight(v5 ^ v9, 12);
            v6 = Integer.rotateRight(v6 ^ v10, 12);
            v7 = Integer.rotateRight(v7 ^ v11, 12);
            v0 += v4 + m1;
            v1 += v5 + m3;
            v2 += v6 + m5;
            v3 += v7 + m7;
            v12 = Integer.rotateRight(v12 ^ v0, 8);
            v13 = Integer.rotateRight(v13 ^ v1, 8);
            v14 = Integer.rotateRight(v14 ^ v2, 8);
            v15 = Integer.rotateRight(v15 ^ v3, 8);
            v8 += v12;
            v9 += v13;
            v10 += v14;
            v11 += v15;
            v4 = Integer.rotateRight(v4 ^ v8, 7);
            v5 = Integer.rotateRight(v5 ^ v9, 7);
            v6 = Integer.rotateRight(v6 ^ v10, 7);
            v7 = Integer.rotateRight(v7 ^ v11, 7);
            v0 += v5 + m8;
            v1 += v6 + m10;
            v2 += v7 + m12;
            v3 += v4 + m14;
            v15 = Integer.rotateRight(v15 ^ v0, 16);
            v12 = Integer.rotateRight(v12 ^ v1, 16);
            v13 = Integer.rotateRight(v13 ^ v2, 16);
            v14 = Integer.rotateRight(v14 ^ v3, 16);
            v10 += v15;
            v11 += v12;
            v8 += v13;
            v9 += v14;
            v5 = Integer.rotateRight(v5 ^ v10, 12);
            v6 = Integer.rotateRight(v6 ^ v11, 12);
            v7 = Integer.rotateRight(v7 ^ v8, 12);
            v4 = Integer.rotateRight(v4 ^ v9, 12);
            v0 += v5 + m9;
            v1 += v6 + m11;
            v2 += v7 + m13;
            v3 += v4 + m15;
            v15 = Integer.rotateRight(v15 ^ v0, 8);
            v12 = Integer.rotateRight(v12 ^ v1, 8);
            v13 = Integer.rotateRight(v13 ^ v2, 8);
            v14 = Integer.rotateRight(v14 ^ v3, 8);
            v10 += v15;
            v11 += v12;
            v8 += v13;
            v9 += v14;
            v5 = Integer.rotateRight(v5 ^ v10, 7);
            v6 = Integer.rotateRight(v6 ^ v11, 7);
            v7 = Integer.rotateRight(v7 ^ v8, 7);
            v4 = Integer.rotateRight(v4 ^ v9, 7);

            int first = m0;
            m0 = m2;
            m2 = m3;
            m3 = m10;
            m10 = m12;
            m12 = m9;
            m9 = m11;
            m11 = m5;
            m5 = first;
            int second = m1;
            m1 = m6;
            m6 = m4;
            m4 = m7;
            m7 = m13;
            m13 = m14;
            m14 = m15;
            m15 = m8;
            m8 = second;
        }
        cv[0] = v0 ^ v8;
        cv[1] = v1 ^ v9;
        cv[2] = v2 ^ v10;
        cv[3] = v3 ^ v11;
        cv[4] = v4 ^ v12;
        cv[5] = v5 ^ v13;
        cv[6] = v6 ^ v14;
        cv[7] = v7 ^ v15;
    }
}
