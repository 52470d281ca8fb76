package org.sluice.core.chunk;

import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.chunk.Chunk;
import org.sluice.chunk.ChunkBounds;
import org.sluice.core.buffer.ByteSize;

/**
 * What the environment says about chunks. What it says wrongly counts as not said.
 *
 * @param size of a chunk in bytes: {@code SLUICE_BULK_CHUNK_SIZE}, at least {@value #SMALLEST}
 * @param bounds {@code SLUICE_DEDUP_INDEX_SIZE} entries, {@code SLUICE_CHUNK_STORE_SIZE} bytes
 */
public record ChunkSettings(int size, ChunkBounds bounds) {

    /** Smaller files are not cut into chunks. */
    static final int SMALLEST = 256 << 10;

    private static final long ENTRIES = 1_000_000;
    private static final long MOST_ENTRIES = 1 << 28;
    private static final long STORE = 4L << 30;
    private static final Logger LOG = LoggerFactory.getLogger(ChunkSettings.class);

    /** What is said. */
    public static ChunkSettings of(Map<String, String> environment) {
        int size = (int) value(environment, "SLUICE_BULK_CHUNK_SIZE", Chunk.SIZE, SMALLEST, Chunk.SIZE);
        long entries = value(environment, "SLUICE_DEDUP_INDEX_SIZE", ENTRIES, 1, MOST_ENTRIES);
        long store = value(environment, "SLUICE_CHUNK_STORE_SIZE", STORE, 0, Long.MAX_VALUE);
        return new ChunkSettings(size, new ChunkBounds(entries, store));
    }

    private static long value(Map<String, String> environment, String name, long absent, long least, long most) {
        String said = environment.getOrDefault(name, "");
        try {
            long value = ByteSize.parse(said, absent);
            if (value >= least && value <= most) {
                return value;
            }
            LOG.warn("{}={} is not within {} and {}; {} is used", name, said, least, most, absent);
        } catch (IllegalArgumentException e) {
            LOG.warn("{}: {}; {} is used", name, e.getMessage(), absent);
        }
        return absent;
    }
}
