package org.sluice.core.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sluice.chunk.ChunkBounds;

class ChunkSettingsTest {

    private static final ChunkSettings USUAL = new ChunkSettings(4 << 20, new ChunkBounds(1_000_000, 4L << 30));

    @Test
    void without_a_word_there_are_chunks_of_four_mebibytes_and_a_million_entries() {
        assertEquals(USUAL, ChunkSettings.of(Map.of()));
    }

    @Test
    void what_the_environment_says_is_done() {
        assertEquals(
                new ChunkSettings(1 << 20, new ChunkBounds(5000, 1 << 20)),
                ChunkSettings.of(Map.of(
                        "SLUICE_BULK_CHUNK_SIZE", "1MB",
                        "SLUICE_DEDUP_INDEX_SIZE", "5000",
                        "SLUICE_CHUNK_STORE_SIZE", "1048576")));
    }

    @Test
    void what_makes_no_sense_counts_as_not_said() {
        for (String wrong : new String[] {"0", "8MB", "many", "-1", "100", "99999999999999999999"}) {
            assertEquals(USUAL, ChunkSettings.of(Map.of("SLUICE_BULK_CHUNK_SIZE", wrong)), wrong);
        }
        assertEquals(USUAL, ChunkSettings.of(Map.of("SLUICE_DEDUP_INDEX_SIZE", "0")));
        assertEquals(USUAL, ChunkSettings.of(Map.of("SLUICE_DEDUP_INDEX_SIZE", "1TB")));
    }
}
