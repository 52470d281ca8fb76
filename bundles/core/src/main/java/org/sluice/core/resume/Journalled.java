package org.sluice.core.resume;

import java.time.Instant;
import java.util.Map;
import org.sluice.chunk.Chunk;
import org.sluice.chunk.Hash;
import org.sluice.io.RelPath;

/**
 * What a journal says of a partial file. A hint: whoever uses it hashes the chunks again.
 *
 * @param destination where the file belongs
 * @param size of the source, in bytes
 * @param modified time of the source
 * @param chunkSize length of every chunk but the last, in bytes
 * @param hasher that made the hashes
 * @param chunks hashes of the chunks that are there, by number
 */
public record Journalled(
        RelPath destination, long size, Instant modified, int chunkSize, String hasher, Map<Integer, Hash> chunks) {

    /** Checks and copies. */
    public Journalled {
        Chunk.count(size, chunkSize);
        chunks = Map.copyOf(chunks);
    }

    /** The same, of which nothing is there. */
    Journalled withoutChunks() {
        return new Journalled(destination, size, modified, chunkSize, hasher, Map.of());
    }
}
