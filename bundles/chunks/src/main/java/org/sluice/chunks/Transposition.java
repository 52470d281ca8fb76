package org.sluice.chunks;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Turns rows of bytes, a chunk or a parent each, into vectors that hold one word of every row, and back.
 *
 * <p>Interleaving the first half of the vectors with the second moves the topmost bit of a word's place to its lowest.
 * As many times as it takes to number the rows exchanges rows and columns.
 */
final class Transposition {

    static final VectorSpecies<Integer> SPECIES = IntVector.SPECIES_PREFERRED;

    /** Rows at once: 8 or 16. */
    static final int LANES = SPECIES.length();

    private static final int ROW_STAGES = Integer.numberOfTrailingZeros(LANES);
    private static final int CV_STAGES = Integer.numberOfTrailingZeros(Compression.CV_WORDS);

    /** Vectors that hold the 16 words of a row: one or two. */
    private static final int ROW_VECTORS = 16 / LANES;

    private static final IntVector LOWER = interleaving(0);
    private static final IntVector UPPER = interleaving(LANES / 2);

    private Transposition() {}

    private static IntVector interleaving(int from) {
        int[] lanes = new int[LANES];
        for (int i = 0; i < LANES; i++) {
            lanes[i] = from + i / 2 + (i % 2) * LANES;
        }
        return IntVector.fromArray(SPECIES, lanes, 0);
    }

    /**
     * Reads a block of every row.
     *
     * @param stride bytes from a row to the next
     * @param last the last row there is; lanes beyond repeat it
     * @param words receives 16 vectors, a word each
     */
    static void read(MemorySegment data, long offset, long stride, int last, int[] words) {
        IntVector v0 = read(data, offset, stride, last, 0);
        IntVector v1 = read(data, offset, stride, last, 1);
        IntVector v2 = read(data, offset, stride, last, 2);
        IntVector v3 = read(data, offset, stride, last, 3);
        IntVector v4 = read(data, offset, stride, last, 4);
        IntVector v5 = read(data, offset, stride, last, 5);
        IntVector v6 = read(data, offset, stride, last, 6);
        IntVector v7 = read(data, offset, stride, last, 7);
        IntVector v8 = read(data, offset, stride, last, 8);
        IntVector v9 = read(data, offset, stride, last, 9);
        IntVector v10 = read(data, offset, stride, last, 10);
        IntVector v11 = read(data, offset, stride, last, 11);
        IntVector v12 = read(data, offset, stride, last, 12);
        IntVector v13 = read(data, offset, stride, last, 13);
        IntVector v14 = read(data, offset, stride, last, 14);
        IntVector v15 = read(data, offset, stride, last, 15);
        for (int stage = 0; stage < ROW_STAGES; stage++) {
            IntVector t0 = LOWER.selectFrom(v0, v8);
            IntVector t1 = UPPER.selectFrom(v0, v8);
            IntVector t2 = LOWER.selectFrom(v1, v9);
            IntVector t3 = UPPER.selectFrom(v1, v9);
            IntVector t4 = LOWER.selectFrom(v2, v10);
            IntVector t5 = UPPER.selectFrom(v2, v10);
            IntVector t6 = LOWER.selectFrom(v3, v11);
            IntVector t7 = UPPER.selectFrom(v3, v11);
            IntVector t8 = LOWER.selectFrom(v4, v12);
            IntVector t9 = UPPER.selectFrom(v4, v12);
            IntVector t10 = LOWER.selectFrom(v5, v13);
            IntVector t11 = UPPER.selectFrom(v5, v13);
            IntVector t12 = LOWER.selectFrom(v6, v14);
            IntVector t13 = UPPER.selectFrom(v6, v14);
            IntVector t14 = LOWER.selectFrom(v7, v15);
            IntVector t15 = UPPER.selectFrom(v7, v15);
            v0 = t0;
            v1 = t1;
            v2 = t2;
            v3 = t3;
            v4 = t4;
            v5 = t5;
            v6 = t6;
            v7 = t7;
            v8 = t8;
            v9 = t9;
            v10 = t10;
            v11 = t11;
            v12 = t12;
            v13 = t13;
            v14 = t14;
            v15 = t15;
        }
        v0.intoArray(words, 0 * LANES);
        v1.intoArray(words, 1 * LANES);
        v2.intoArray(words, 2 * LANES);
        v3.intoArray(words, 3 * LANES);
        v4.intoArray(words, 4 * LANES);
        v5.intoArray(words, 5 * LANES);
        v6.intoArray(words, 6 * LANES);
        v7.intoArray(words, 7 * LANES);
        v8.intoArray(words, 8 * LANES);
        v9.intoArray(words, 9 * LANES);
        v10.intoArray(words, 10 * LANES);
        v11.intoArray(words, 11 * LANES);
        v12.intoArray(words, 12 * LANES);
        v13.intoArray(words, 13 * LANES);
        v14.intoArray(words, 14 * LANES);
        v15.intoArray(words, 15 * LANES);
    }

    private static IntVector read(MemorySegment data, long offset, long stride, int last, int vector) {
        long row = offset + Math.min(vector / ROW_VECTORS, last) * stride;
        return IntVector.fromMemorySegment(SPECIES, data, row + vector % ROW_VECTORS * LANES * 4L, LITTLE_ENDIAN);
    }

    /** Turns the 8 vectors at {@code from}, a word each, into chaining values, at the same place. */
    static void toChainingValues(int[] words, int from) {
        IntVector v0 = IntVector.fromArray(SPECIES, words, from + 0 * LANES);
        IntVector v1 = IntVector.fromArray(SPECIES, words, from + 1 * LANES);
        IntVector v2 = IntVector.fromArray(SPECIES, words, from + 2 * LANES);
        IntVector v3 = IntVector.fromArray(SPECIES, words, from + 3 * LANES);
        IntVector v4 = IntVector.fromArray(SPECIES, words, from + 4 * LANES);
        IntVector v5 = IntVector.fromArray(SPECIES, words, from + 5 * LANES);
        IntVector v6 = IntVector.fromArray(SPECIES, words, from + 6 * LANES);
        IntVector v7 = IntVector.fromArray(SPECIES, words, from + 7 * LANES);
        for (int stage = 0; stage < CV_STAGES; stage++) {
            IntVector t0 = LOWER.selectFrom(v0, v4);
            IntVector t1 = UPPER.selectFrom(v0, v4);
            IntVector t2 = LOWER.selectFrom(v1, v5);
            IntVector t3 = UPPER.selectFrom(v1, v5);
            IntVector t4 = LOWER.selectFrom(v2, v6);
            IntVector t5 = UPPER.selectFrom(v2, v6);
            IntVector t6 = LOWER.selectFrom(v3, v7);
            IntVector t7 = UPPER.selectFrom(v3, v7);
            v0 = t0;
            v1 = t1;
            v2 = t2;
            v3 = t3;
            v4 = t4;
            v5 = t5;
            v6 = t6;
            v7 = t7;
        }
        v0.intoArray(words, from + 0 * LANES);
        v1.intoArray(words, from + 1 * LANES);
        v2.intoArray(words, from + 2 * LANES);
        v3.intoArray(words, from + 3 * LANES);
        v4.intoArray(words, from + 4 * LANES);
        v5.intoArray(words, from + 5 * LANES);
        v6.intoArray(words, from + 6 * LANES);
        v7.intoArray(words, from + 7 * LANES);
    }
}
