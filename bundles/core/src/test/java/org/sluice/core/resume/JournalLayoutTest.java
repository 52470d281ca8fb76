package org.sluice.core.resume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.sluice.chunk.Hash;
import org.sluice.io.RelPath;

class JournalLayoutTest {

    private static final Hash ONE = new Hash(1, 2, 3, 4);
    private static final Hash OTHER = new Hash(-1, -2, -3, -4);
    private static final Map<Integer, Hash> CHUNKS = Map.of(0, ONE, 7, OTHER);
    private static final Journalled JOURNAL = new Journalled(
            RelPath.parse(new byte[] {'d', '/', (byte) 0xff}),
            1L << 40,
            Instant.ofEpochSecond(-1, 999_999_999),
            4 << 20,
            "blake3",
            CHUNKS);

    private static byte[] written() {
        ByteArrayOutputStream journal = new ByteArrayOutputStream();
        journal.writeBytes(JournalLayout.header(JOURNAL));
        journal.writeBytes(JournalLayout.record(0, OTHER));
        journal.writeBytes(JournalLayout.record(7, OTHER));
        journal.writeBytes(JournalLayout.record(0, ONE));
        return journal.toByteArray();
    }

    @Test
    void what_is_written_is_read_and_the_later_record_holds() {
        assertEquals(Optional.of(JOURNAL), JournalLayout.read(written()));
    }

    @Test
    void a_journal_cut_off_anywhere_says_what_is_whole() {
        byte[] whole = written();
        int header = JournalLayout.header(JOURNAL).length;
        for (int length = 0; length < whole.length; length++) {
            Optional<Journalled> read = JournalLayout.read(Arrays.copyOf(whole, length));
            assertEquals(length >= header, read.isPresent(), "at " + length);
            int records = (length - header) / JournalLayout.RECORD;
            read.ifPresent(r -> assertEquals(Math.min(2, records), r.chunks().size()));
        }
    }

    @Test
    void a_time_beyond_all_times_is_damage_too() {
        byte[] header = JournalLayout.header(JOURNAL);
        CRC32C crc = new CRC32C();
        ByteBuffer.wrap(header).putLong(22, Long.MAX_VALUE).putInt(30, Integer.MAX_VALUE);
        crc.update(header, 0, header.length - 4);
        ByteBuffer.wrap(header).putInt(header.length - 4, (int) crc.getValue());

        assertEquals(Optional.empty(), JournalLayout.read(header));
    }

    @Test
    void a_bit_that_flips_is_noticed() {
        byte[] whole = written();
        for (int bit = 0; bit < 8 * whole.length; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Optional<Journalled> read = JournalLayout.read(flipped);
            // A record that is skipped leaves what an earlier one says, which is true of the file as it was then.
            read.ifPresent(r -> assertTrue(r.chunks().values().stream().allMatch(CHUNKS::containsValue)
                    && CHUNKS.keySet().containsAll(r.chunks().keySet())));
            assertTrue(!read.equals(Optional.of(JOURNAL)) || bit / 8 < whole.length - JournalLayout.RECORD);
        }
    }

    @Test
    void any_bytes_are_read_without_harm() {
        Random random = new Random(5);
        byte[] header = JournalLayout.header(JOURNAL);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            System.arraycopy(header, 0, bytes, 0, Math.min(bytes.length, random.nextInt(header.length)));
            JournalLayout.read(bytes);
        }
    }
}
