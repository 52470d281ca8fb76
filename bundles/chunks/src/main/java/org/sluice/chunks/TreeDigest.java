package org.sluice.chunks;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.sluice.chunk.Digest;
import org.sluice.chunk.Hash;

/** BLAKE3's tree over data that comes in parts. The last chunk is held back, for it may be the root. */
final class TreeDigest implements Digest {

    /** Whole chunks at once: 256 KiB, which stay in the cache between the reads of one step. */
    private static final int STEP = 256;

    private final Kernel kernel;
    private final PartialChunk partial = new PartialChunk();
    private final Subtrees subtrees = new Subtrees();
    private boolean finished;

    TreeDigest(Kernel kernel) {
        this.kernel = kernel;
    }

    @Override
    public void update(MemorySegment data) {
        requireUnfinished();
        long at = 0;
        if (!partial.isEmpty()) {
            at = partial.fill(data, 0);
        }
        if (at == data.byteSize()) {
            return;
        }
        if (partial.isFull()) {
            subtrees.add(partial.node(subtrees.chunks()).chainingValue(), 1);
            partial.clear();
        }
        long whole = (data.byteSize() - at - 1) / Compression.CHUNK;
        if (whole > 0) {
            wholeChunks(data, at, whole);
        }
        partial.fill(data, at + whole * Compression.CHUNK);
    }

    @Override
    public Hash finish() {
        requireUnfinished();
        finished = true;
        return subtrees.root(partial.node(subtrees.chunks())).root();
    }

    private void wholeChunks(MemorySegment data, long offset, long count) {
        int step = (int) Math.min(count, STEP);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment cvs = arena.allocate((long) step * Compression.CV, Compression.BLOCK);
            MemorySegment copy = data.isNative()
                    ? MemorySegment.NULL
                    : arena.allocate((long) step * Compression.CHUNK, Compression.BLOCK);
            for (long done = 0; done < count; done += step) {
                int now = (int) Math.min(step, count - done);
                long from = offset + done * Compression.CHUNK;
                if (data.isNative()) {
                    kernel.chunks(data, from, now, subtrees.chunks(), cvs);
                } else {
                    MemorySegment.copy(data, from, copy, 0, (long) now * Compression.CHUNK);
                    kernel.chunks(copy, 0, now, subtrees.chunks(), cvs);
                }
                join(cvs, now);
            }
        }
    }

    /** Adds {@code count} chunks as the largest subtrees their position allows. */
    private void join(MemorySegment cvs, int count) {
        for (int done = 0; done < count; ) {
            int size = Integer.highestOneBit(count - done);
            if (subtrees.chunks() != 0) {
                size = (int) Math.min(size, Long.lowestOneBit(subtrees.chunks()));
            }
            long offset = (long) done * Compression.CV;
            for (int parents = size / 2; parents > 0; parents /= 2) {
                kernel.parents(cvs, offset, parents);
            }
            int[] cv = new int[Compression.CV_WORDS];
            MemorySegment.copy(cvs, Compression.WORD, offset, cv, 0, cv.length);
            subtrees.add(cv, size);
            done += size;
        }
    }

    private void requireUnfinished() {
        if (finished) {
            throw new IllegalStateException("a digest is for one use, and this one has finished");
        }
    }
}
