package org.sluice.chunks;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * What a kernel is timed and exercised by: pieces as transfers hash them, in memory of one thread and of several, whole and in parts, which do not fill the lanes at
 * last. HotSpot compiles for what it has seen; whatever comes first in a transfer would have it throw that away.
 */
final class Exercise implements AutoCloseable {

    /** Little, since it takes long at first, and whoever ends this waits for it. */
    private static final int CHUNKS = 37;

    private static final int TAIL = 77;

    private final Arena own = Arena.ofConfined();
    private final Arena shared = Arena.ofShared();
    private final List<MemorySegment> pieces = List.of(piece(own), piece(shared));
    private int turns;

    private static MemorySegment piece(Arena arena) {
        return arena.allocate((long) CHUNKS * Compression.CHUNK + TAIL, Compression.BLOCK);
    }

    /** Goes on with the next piece. */
    void turn() {
        turns++;
    }

    /** How long a kernel takes for the piece whose turn it is. */
    long nanos(Kernel kernel) {
        MemorySegment piece = pieces.get(turns % pieces.size());
        long begin = System.nanoTime();
        TreeDigest digest = new TreeDigest(kernel);
        digest.update(piece.asSlice(0, TAIL));
        digest.update(piece.asSlice(TAIL));
        digest.finish();
        return System.nanoTime() - begin;
    }

    @Override
    public void close() {
        own.close();
        shared.close();
    }
}
