package org.sluice.core;

import java.util.Optional;
import org.sluice.chunk.Hasher;
import org.sluice.compress.Compressor;
import org.sluice.core.known.KnownChunks;
import org.sluice.data.BufferPool;

/**
 * How the contents of one session travel, and what saves them the way.
 *
 * @param lanes they travel by
 * @param hasher agreed on
 * @param compressor agreed on, if one was
 * @param buffers they pass through
 * @param known what this machine knows of chunks
 * @param inChunks whether both peers say hashes of chunks, and deliver chunks one by one
 */
record Carriage(
        Lanes lanes,
        Hasher hasher,
        Optional<Compressor> compressor,
        BufferPool buffers,
        KnownChunks known,
        boolean inChunks) {}
