package org.sluice.core.chunk;

import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.chunk.ChunkBounds;
import org.sluice.core.buffer.ByteSize;
import org.sluice.core.session.Chunking;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;

/** What the environment says about chunks. */
public final class ChunkSettings {

    /**
     * Whether this peer is as one that has never heard of chunks. For the benchmark that asks what they cost; nobody's
     * setting.
     */
    public static final boolean NO_CHUNKS = Boolean.getBoolean("sluice.benchmark.nochunks");

    private static final String SIZE = "SLUICE_BULK_CHUNK_SIZE";
    private static final long ENTRIES = 1_000_000;
    private static final long MOST_ENTRIES = 1 << 28;
    private static final long STORE = 4L << 30;
    private static final Logger LOG = LoggerFactory.getLogger(ChunkSettings.class);

    private ChunkSettings() {}

    /**
     * How large chunks shall be: {@code SLUICE_BULK_CHUNK_SIZE}.
     *
     * @throws TransferException when chunks cannot be as it says
     */
    public static Chunking chunking(Map<String, String> environment) throws TransferException {
        try {
            return Chunking.agreeable(ByteSize.parse(environment.getOrDefault(SIZE, ""), Chunking.USUAL.size()));
        } catch (IllegalArgumentException e) {
            throw new TransferException(Reason.USAGE, SIZE + "=" + environment.get(SIZE) + ": " + e.getMessage(), e);
        }
    }

    /**
     * How much is kept: {@code SLUICE_DEDUP_INDEX_SIZE} entries, {@code SLUICE_CHUNK_STORE_SIZE} bytes. What is said wrongly
     * counts as not said.
     */
    public static ChunkBounds bounds(Map<String, String> environment) {
        return new ChunkBounds(
                value(environment, "SLUICE_DEDUP_INDEX_SIZE", ENTRIES, 1, MOST_ENTRIES),
                value(environment, "SLUICE_CHUNK_STORE_SIZE", STORE, 0, Long.MAX_VALUE));
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
