package org.sluice.core;

import java.util.Optional;
import org.sluice.chunk.Hasher;
import org.sluice.compress.Compressor;
import org.sluice.core.known.KnownChunks;
import org.sluice.core.land.HashRoom;
import org.sluice.data.BufferPool;

/**
 * How the contents of one session travel, and what saves them the way.
 *
 * @param lanes they travel by
 * @param hasher agreed on
 * @param compressor agreed on, if one was
 * @param buffers they pass through
 * @param hashRoom what the hashes may take that a sender says
 * @param known what this machine knows of chunks
 * @param inChunks whether both peers say hashes of chunks, and deliver chunks one by one
 * @param tellsChunks whether a receiver is told of single chunks that have changed
 */
record Carriage(
        Lanes lanes,
        Hasher hasher,
        Optional<Compressor> compressor,
        BufferPool buffers,
        HashRoom hashRoom,
        KnownChunks known,
        boolean inChunks,
        boolean tellsChunks) {

    private static final long WINDOW = 64L << 20;
    private static final int LEAST_EACH = 2;

    /**
     * Chunks that a receiver has asked for one by one and that have not come, at most: enough for long and fast paths, whatever their
     * size, and for each lane to have another when it has sent one.
     */
    int window() {
        return Math.max(
                known.chunking().countWithin(WINDOW),
                LEAST_EACH * lanes.bounds().most());
    }
}
