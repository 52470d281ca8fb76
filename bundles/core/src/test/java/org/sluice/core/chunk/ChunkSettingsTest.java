package org.sluice.core.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sluice.chunk.ChunkBounds;
import org.sluice.core.session.Chunking;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;

class ChunkSettingsTest {

    private static final ChunkBounds USUAL = new ChunkBounds(1_000_000, 4L << 30);

    private static Chunking chunking(String said) throws TransferException {
        return ChunkSettings.chunking(Map.of("SLUICE_BULK_CHUNK_SIZE", said));
    }

    @Test
    void without_a_word_there_are_chunks_of_four_mebibytes_and_a_million_entries() throws Exception {
        assertEquals(Chunking.USUAL, ChunkSettings.chunking(Map.of()));
        assertEquals(4 << 20, Chunking.USUAL.size());
        assertEquals(USUAL, ChunkSettings.bounds(Map.of()));
    }

    @Test
    void what_the_environment_says_is_done() throws Exception {
        assertEquals(new Chunking(1 << 20), chunking("1MB"));
        assertEquals(new Chunking(64 << 10), chunking("65536"));
        assertEquals(new Chunking(16 << 20), chunking("16MiB"));
        assertEquals(
                new ChunkBounds(5000, 1 << 20),
                ChunkSettings.bounds(Map.of("SLUICE_DEDUP_INDEX_SIZE", "5000", "SLUICE_CHUNK_STORE_SIZE", "1048576")));
    }

    @Test
    void chunks_of_another_size_are_refused_by_name() {
        for (String wrong : List.of("0", "32KB", "32MB", "3MB", "many", "-1", "100", "99999999999999999999")) {
            TransferException refused = assertThrows(TransferException.class, () -> chunking(wrong), wrong);

            assertEquals(Reason.USAGE, refused.reason());
            assertTrue(refused.getMessage().startsWith("SLUICE_BULK_CHUNK_SIZE=" + wrong + ": "), refused.getMessage());
        }
    }

    @Test
    void bounds_that_make_no_sense_count_as_not_said() {
        assertEquals(USUAL, ChunkSettings.bounds(Map.of("SLUICE_DEDUP_INDEX_SIZE", "0")));
        assertEquals(USUAL, ChunkSettings.bounds(Map.of("SLUICE_DEDUP_INDEX_SIZE", "1TB")));
    }
}
