package org.sluice.chunks;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** A chunk, or a parent, in each lane of the widest vectors. */
final class VectorKernel implements Kernel {

    private static final int LANES = Transposition.LANES;
    private static final int[] IV = Compression.iv();

    @Override
    public void chunks(MemorySegment data, long offset, int count, long counter, MemorySegment cvs) {
        int[] words = new int[VectorCompression.WORDS];
        for (int done = 0; done < count; done += LANES) {
            int now = Math.min(LANES, count - done);
            start(words, counter + done);
            long from = offset + (long) done * Compression.CHUNK;
            for (int at = 0; at < Compression.CHUNK; at += Compression.BLOCK) {
                Transposition.read(data, from + at, Compression.CHUNK, now - 1, words);
                VectorCompression.compress(words, Compression.chunkFlags(at));
            }
            finish(words, cvs, (long) done * Compression.CV, now);
        }
    }

    @Override
    public void parents(MemorySegment cvs, long offset, int count) {
        int[] words = new int[VectorCompression.WORDS];
        for (int done = 0; done < count; done += LANES) {
            int now = Math.min(LANES, count - done);
            start(words, 0);
            Arrays.fill(words, VectorCompression.COUNTER_LOW, VectorCompression.WORDS, 0);
            Transposition.read(cvs, offset + (long) done * Compression.BLOCK, Compression.BLOCK, now - 1, words);
            VectorCompression.compress(words, Compression.PARENT);
            finish(words, cvs, offset + (long) done * Compression.CV, now);
        }
    }

    private static void start(int[] words, long counter) {
        for (int i = 0; i < IV.length; i++) {
            int at = VectorCompression.CHAINING + i * LANES;
            Arrays.fill(words, at, at + LANES, IV[i]);
        }
        for (int lane = 0; lane < LANES; lane++) {
            words[VectorCompression.COUNTER_LOW + lane] = (int) (counter + lane);
            words[VectorCompression.COUNTER_HIGH + lane] = (int) ((counter + lane) >>> 32);
        }
    }

    private static void finish(int[] words, MemorySegment cvs, long offset, int count) {
        Transposition.toChainingValues(words, VectorCompression.CHAINING);
        MemorySegment.copy(
                words, VectorCompression.CHAINING, cvs, Compression.WORD, offset, count * Compression.CV_WORDS);
    }
}
