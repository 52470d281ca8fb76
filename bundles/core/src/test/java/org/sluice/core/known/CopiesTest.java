package org.sluice.core.known;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.chunk.FileKey;
import org.sluice.chunk.KnownFile;
import org.sluice.core.known.Copies.Copy;
import org.sluice.io.RelPath;

class CopiesTest {

    @TempDir
    private Path directory;

    private static Copy copy(int number) {
        Instant time = Instant.ofEpochSecond(1_700_000_000L + number, number);
        return new Copy(
                new FileKey(1, number, 3, time, time.plusNanos(1)),
                new KnownFile(
                        Path.of("/root"),
                        RelPath.parse(new byte[] {'a', (byte) 0xff, '/', 'b'}),
                        new FileKey(2, number, 3, time, time.plusSeconds(9))));
    }

    @Test
    void what_was_noted_is_taken_once_by_whoever_comes_first() throws Exception {
        new Copies(directory).add(List.of(copy(1), copy(2)));
        new Copies(directory).add(List.of(copy(3)));

        assertEquals(List.of(copy(1), copy(2), copy(3)), new Copies(directory).take());

        assertEquals(List.of(), new Copies(directory).take());
        assertEquals(0, directory.toFile().list().length);
    }

    @Test
    void no_home_is_made_for_it() throws Exception {
        new Copies(directory.resolve("home")).add(List.of(copy(1)));

        assertFalse(Files.exists(directory.resolve("home")));
        assertEquals(List.of(), new Copies(directory.resolve("home")).take());
    }

    @Test
    void what_is_damaged_is_never_believed() throws Exception {
        long seed = 20261121;
        Random random = new Random(seed);
        List<Copy> right = List.of(copy(1), copy(2), copy(3));
        new Copies(directory).add(right);
        byte[] whole = Files.readAllBytes(directory.resolve("copies"));
        int missing = 0;
        for (int round = 0; round < 2000; round++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(directory.resolve("copies"), damaged);

            List<Copy> taken = new ArrayList<>(new Copies(directory).take());

            missing += right.size() - taken.size();
            taken.removeAll(right);
            assertEquals(List.of(), taken, "seed " + seed + ", round " + round);
        }
        assertTrue(missing > 0, "the damage was none");
    }

    /** With a checksum that is right: another version may have written it. */
    @Test
    void a_record_that_makes_no_sense_is_no_copy_and_leaves_nothing() throws Exception {
        for (byte[] record : List.of(sealed(Long.MAX_VALUE, 3), sealed(0, -1), sealed(0, Integer.MAX_VALUE))) {
            Files.write(directory.resolve("copies"), record);

            assertEquals(List.of(), new Copies(directory).take());
            assertEquals(0, directory.toFile().list().length);
        }
    }

    private static byte[] sealed(long seconds, int pathLength) {
        ByteBuffer record = ByteBuffer.allocate(100);
        for (int i = 0; i < 3; i++) {
            record.putLong(1);
        }
        record.putLong(seconds).putInt(Integer.MAX_VALUE).putLong(0).putInt(0);
        record.putShort((short) 2).put((byte) '/').put((byte) 'a').putInt(pathLength);
        byte[] bytes = Arrays.copyOf(record.array(), record.position());
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return ByteBuffer.allocate(8 + bytes.length)
                .putInt(bytes.length)
                .putInt((int) crc.getValue())
                .put(bytes)
                .array();
    }
}
