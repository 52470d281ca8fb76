package org.sluice.compress.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.sluice.compress.Compressor;
import org.sluice.compress.CorruptContentException;

/** Frames that a hostile peer would make. */
class HostileZstdTest {

    private static final int MAGIC = 0xFD2FB528;
    private static final ZstdCompressor ZSTD = new ZstdCompressor(new Level(3));

    @AfterAll
    static void let_go_of_the_contexts() {
        ZSTD.close();
    }

    private static String refused(byte[] frame, int length) {
        MemorySegment target = MemorySegment.ofArray(new byte[length]);
        return String.valueOf(
                assertThrows(CorruptContentException.class, () -> ZSTD.decompress(MemorySegment.ofArray(frame), target))
                        .getMessage());
    }

    /** A frame with a window of {@code exponent}, its content's length said, of blocks that repeat one byte. */
    private static byte[] repeating(int exponent, long said, int blocks) {
        ByteBuffer frame = ByteBuffer.allocate(4 + 1 + 1 + 8 + 4 * blocks).order(ByteOrder.LITTLE_ENDIAN);
        frame.putInt(MAGIC).put((byte) 0xC0).put((byte) (exponent << 3)).putLong(said);
        for (int block = 1; block <= blocks; block++) {
            int header = 1024 << 3 | 1 << 1 | (block == blocks ? 1 : 0);
            frame.put((byte) header)
                    .put((byte) (header >> 8))
                    .put((byte) (header >> 16))
                    .put((byte) 'x');
        }
        return frame.array();
    }

    @Test
    void a_frame_made_by_hand_is_a_frame() throws Exception {
        byte[] target = new byte[10 * 1024];

        ZSTD.decompress(MemorySegment.ofArray(repeating(10, target.length, 10)), MemorySegment.ofArray(target));

        byte[] expected = new byte[target.length];
        Arrays.fill(expected, (byte) 'x');
        assertArrayEquals(expected, target);
    }

    @Test
    void a_frame_that_holds_more_than_it_says_is_refused() {
        assertTrue(refused(repeating(10, 1024, 10_000), 1024).startsWith("zstd: "));
    }

    @Test
    void a_frame_that_says_it_holds_something_else_is_refused_unread() {
        for (long said : new long[] {0, 1023, 1025, 1L << 40, Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
            assertEquals(
                    "a zstd frame says it holds " + said + " bytes, not 1024", refused(repeating(10, said, 1), 1024));
        }
    }

    @Test
    void a_frame_that_says_nothing_of_its_length_is_refused() {
        byte[] frame = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0, 0, 9, 0, 0, 'x'};

        assertTrue(refused(frame, 1).contains("holds -1 bytes"));
    }

    @Test
    void a_huge_window_is_refused_unread() {
        assertTrue(refused(repeating(14, 1024, 1), 1024).contains("window of 16777216 bytes"));
        assertTrue(refused(repeating(31, 1024, 1), 1024).contains("window of 2199023255552 bytes"));
    }

    @Test
    void a_dictionary_is_refused_unread() {
        byte[] frame = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0x21, 7, 1, 9, 0, 0, 'x'};

        assertTrue(refused(frame, 1).contains("dictionary"));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void bombs_and_windows_cost_no_memory_and_a_decoder_that_trusts_them_does() throws Exception {
        byte[] zeros = Zstd.compress(new byte[256 << 20], 3);
        byte[] window = repeating(17, 1 << 20, 1024);
        byte[] longer = repeating(10, 1 << 20, 100_000);
        long grown;
        try (Arena arena = Arena.ofShared()) {
            List<MemorySegment> hostile = Stream.of(zeros, window, longer)
                    .map(frame -> arena.allocate(frame.length).copyFrom(MemorySegment.ofArray(frame)))
                    .toList();
            MemorySegment target = arena.allocate(1 << 20).fill((byte) 1);
            hostile.forEach(frame -> assertThrows(CorruptContentException.class, () -> ZSTD.decompress(frame, target)));
            long before = resident();
            for (int round = 0; round < 200; round++) {
                hostile.forEach(
                        frame -> assertThrows(CorruptContentException.class, () -> ZSTD.decompress(frame, target)));
            }
            grown = resident() - before;
        }

        assertTrue(grown < Compressor.MOST_MEMORY, () -> grown + " bytes more are resident");
        assertTrue(trustedLength(zeros) > Compressor.MOST_MEMORY, "a control: as much as the frame says");
        assertTrue(
                trustedWindow(repeating(17, 1L << 40, 1024)) > Compressor.MOST_MEMORY,
                "a control: the window the frame asks for");
    }

    /** What becomes resident of a decoder that gets as much room as the frame says. */
    private static long trustedLength(byte[] frame) throws IOException {
        long before = resident();
        byte[] all = Zstd.decompress(frame, (int) Zstd.getFrameContentSize(frame));
        assertEquals(256 << 20, all.length);
        return resident() - before;
    }

    /** What a streaming decoder that allows every window reserves. */
    private static long trustedWindow(byte[] frame) throws IOException {
        long before = memory(0);
        try (ZstdInputStream stream = new ZstdInputStream(new ByteArrayInputStream(frame)).setLongMax(31)) {
            assertEquals('x', stream.read());
            return memory(0) - before;
        }
    }

    private static long resident() throws IOException {
        return memory(1);
    }

    /** See proc_pid_statm(5); in bytes. */
    private static long memory(int field) throws IOException {
        String statm = Files.readString(Path.of("/proc/self/statm"));
        return Long.parseLong(statm.split(" ")[field]) * 4096;
    }
}
