package org.sluice.chunks;

import java.lang.foreign.MemorySegment;

/** One block at a time: what every JVM can do. */
final class ScalarKernel implements Kernel {

    @Override
    public void chunks(MemorySegment data, long offset, int count, long counter, MemorySegment cvs) {
        int[] block = new int[16];
        for (int i = 0; i < count; i++) {
            int[] cv = chunk(data, offset + (long) i * Compression.CHUNK, counter + i, block);
            Compression.write(cv, cvs, (long) i * Compression.CV);
        }
    }

    @Override
    public void parents(MemorySegment cvs, long offset, int count) {
        int[] block = new int[16];
        for (int i = 0; i < count; i++) {
            Compression.read(cvs, offset + (long) i * Compression.BLOCK, block);
            int[] cv = Compression.iv();
            Compression.compress(cv, block, 0, Compression.BLOCK, Compression.PARENT);
            Compression.write(cv, cvs, offset + (long) i * Compression.CV);
        }
    }

    private static int[] chunk(MemorySegment data, long offset, long counter, int[] block) {
        int[] cv = Compression.iv();
        for (int at = 0; at < Compression.CHUNK; at += Compression.BLOCK) {
            Compression.read(data, offset + at, block);
            Compression.compress(cv, block, counter, Compression.BLOCK, Compression.chunkFlags(at));
        }
        return cv;
    }
}
