package org.sluice.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.sluice.compress.Compressor;
import org.sluice.compress.CorruptContentException;

/** What every {@link Compressor} owes. A provider's test extends it and hands it the compressor. */
public abstract class CompressorContract {

    private static final int ROUNDS = 40;
    private static final int GUARD = 64;
    private static final byte MARK = 0x5A;

    /** The compressor under test, the same at each call. */
    protected abstract Compressor compressor();

    @Test
    void what_was_compressed_comes_back() throws Exception {
        long seed = System.nanoTime();
        RandomGenerator random = Bytes.random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] content = Contents.any(random, 1 + random.nextInt(2 << random.nextInt(18)));

            byte[] back = decompressed(compressed(content), content.length);

            assertArrayEquals(content, back, () -> content.length + " bytes of run " + seed);
        }
    }

    @Test
    void the_longest_content_comes_back() throws Exception {
        byte[] content = Contents.text(Bytes.random(1), (int) Compressor.LONGEST);

        assertArrayEquals(content, decompressed(compressed(content), content.length));
    }

    @Test
    void native_memory_is_as_good_as_the_heap_wherever_it_begins() throws Exception {
        byte[] content = Contents.text(Bytes.random(2), 100_000);
        try (Arena arena = Arena.ofShared()) {
            for (int begin = 0; begin < 9; begin++) {
                MemorySegment in = arena.allocate(begin + content.length).asSlice(begin);
                in.copyFrom(MemorySegment.ofArray(content));
                MemorySegment out = arena.allocate(begin + 2L * content.length).asSlice(begin);
                long length = compressor().compress(in.asReadOnly(), out).orElseThrow();
                MemorySegment back = arena.allocate(begin + content.length).asSlice(begin);

                compressor().decompress(out.asSlice(0, length).asReadOnly(), back);

                assertArrayEquals(content, back.toArray(ValueLayout.JAVA_BYTE), "beginning at " + begin);
            }
        }
    }

    @Test
    void text_becomes_less_than_half() {
        byte[] content = Contents.text(Bytes.random(3), 200_000);

        assertTrue(compressed(content).length < content.length / 2);
    }

    @Test
    void what_does_not_fit_is_said_and_nothing_is_written_beyond() {
        for (int length : new int[] {1, 2, 20, 1000, 100_000}) {
            byte[] content = Contents.random(Bytes.random(length), length);
            byte[] room = marked(length - 1 + GUARD);

            OptionalLong written = compressor()
                    .compress(
                            MemorySegment.ofArray(content),
                            MemorySegment.ofArray(room).asSlice(0, length - 1));

            assertEquals(OptionalLong.empty(), written, length + " random bytes in one less");
            assertMarked(room, length - 1);
        }
    }

    @Test
    void what_fits_exactly_fits() throws Exception {
        byte[] content = Contents.text(Bytes.random(4), 50_000);
        byte[] compressed = compressed(content);
        byte[] room = marked(compressed.length + GUARD);

        OptionalLong written = compressor()
                .compress(
                        MemorySegment.ofArray(content),
                        MemorySegment.ofArray(room).asSlice(0, compressed.length + 8));

        assertMarked(room, compressed.length + 8);
        byte[] again = Arrays.copyOf(room, (int) written.orElseThrow());
        assertArrayEquals(content, decompressed(again, content.length));
    }

    @Test
    void what_is_read_is_left_unchanged() throws Exception {
        byte[] content = Contents.text(Bytes.random(5), 70_000);
        byte[] same = content.clone();
        byte[] compressed = compressed(content);
        byte[] sameCompressed = compressed.clone();

        decompressed(compressed, content.length);

        assertArrayEquals(same, content);
        assertArrayEquals(sameCompressed, compressed);
    }

    @Test
    void a_content_of_another_length_is_refused_and_nothing_is_written_beyond() {
        byte[] content = Contents.text(Bytes.random(6), 30_000);
        byte[] compressed = compressed(content);
        for (int length : new int[] {1, 29_999, 30_001, 60_000}) {
            byte[] room = marked(length + GUARD);

            refused(compressed, MemorySegment.ofArray(room).asSlice(0, length), length + " bytes of 30,000");

            assertMarked(room, length);
        }
    }

    @Test
    void a_part_of_what_was_compressed_is_refused() {
        byte[] content = Contents.text(Bytes.random(7), 5000);
        byte[] compressed = compressed(content);
        for (int length = 0; length < compressed.length; length++) {
            refused(
                    Arrays.copyOf(compressed, length),
                    MemorySegment.ofArray(new byte[content.length]),
                    "the first " + length + " of " + compressed.length + " bytes");
        }
    }

    @Test
    void more_than_what_was_compressed_is_refused() {
        byte[] content = Contents.text(Bytes.random(8), 5000);
        byte[] compressed = compressed(content);

        refused(
                Arrays.copyOf(compressed, compressed.length + 1),
                MemorySegment.ofArray(new byte[content.length]),
                "a byte more");
    }

    @Test
    void damage_is_refused_or_gives_as_many_bytes_and_nothing_else() {
        long seed = System.nanoTime();
        RandomGenerator random = Bytes.random(seed);
        byte[] content = Contents.text(random, 3000);
        byte[] compressed = compressed(content);
        for (int round = 0; round < 4000; round++) {
            byte[] damaged = compressed.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            byte[] room = marked(content.length + GUARD);
            try {
                compressor()
                        .decompress(
                                MemorySegment.ofArray(damaged),
                                MemorySegment.ofArray(room).asSlice(0, content.length));
            } catch (CorruptContentException refused) {
                // As it may be.
            }
            assertMarked(room, content.length);
        }
    }

    @Test
    void bytes_that_nobody_compressed_are_refused() {
        RandomGenerator random = Bytes.random(9);
        for (int round = 0; round < 1000; round++) {
            byte[] bytes = Contents.random(random, random.nextInt(200));
            refused(bytes, MemorySegment.ofArray(new byte[1 << 20]), Arrays.toString(bytes));
        }
    }

    @Test
    void a_bomb_is_refused_within_the_bound() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        assumeTrue(threads.isThreadAllocatedMemorySupported(), "this JVM does not count what a thread allocates");
        byte[] bomb = bomb();
        MemorySegment target = MemorySegment.ofArray(new byte[1000]);
        refused(bomb, target, "a bomb");
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().threadId());

        refused(bomb, target, "a bomb");

        long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().threadId()) - before;
        assertTrue(allocated <= Compressor.MOST_MEMORY, () -> allocated + " bytes on the heap");
    }

    /** As much as the format makes of 64 MiB of zeros, or of the longest content if it takes no more. */
    private byte[] bomb() {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment target = arena.allocate(1 << 20);
            OptionalLong length = compressor().compress(arena.allocate(64 << 20), target);
            return target.asSlice(0, length.orElse(0)).toArray(ValueLayout.JAVA_BYTE);
        }
    }

    @Test
    void a_call_knows_nothing_of_those_before() throws Exception {
        byte[] content = Contents.text(Bytes.random(10), 20_000);
        byte[] compressed = compressed(content);

        assertArrayEquals(compressed, compressed(content), "the same again");
        compressed(Contents.text(Bytes.random(11), 40_000));
        compressor().compress(MemorySegment.ofArray(content), MemorySegment.ofArray(new byte[10]));
        assertArrayEquals(compressed, compressed(content), "after another, and one that did not fit");
        refused(Arrays.copyOf(compressed, 500), MemorySegment.ofArray(new byte[content.length]), "a part");
        assertArrayEquals(content, decompressed(compressed, content.length), "after a refusal");
    }

    @Test
    void many_threads_may_call_at_once() throws Exception {
        List<Call<Void>> calls = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            byte[] content = Contents.text(Bytes.random(i), 3000 + 500 * i);
            calls.add(Call.running(() -> {
                for (int round = 0; round < 5; round++) {
                    assertArrayEquals(content, decompressed(compressed(content), content.length));
                    Thread.yield();
                }
            }));
        }

        for (Call<Void> call : calls) {
            call.result();
        }
    }

    private byte[] compressed(byte[] content) {
        byte[] target = new byte[2 * content.length + 1000];
        OptionalLong length = compressor().compress(MemorySegment.ofArray(content), MemorySegment.ofArray(target));
        return Arrays.copyOf(target, (int) length.orElseThrow());
    }

    private byte[] decompressed(byte[] compressed, int length) throws CorruptContentException {
        byte[] target = new byte[length];
        compressor().decompress(MemorySegment.ofArray(compressed), MemorySegment.ofArray(target));
        return target;
    }

    private void refused(byte[] compressed, MemorySegment target, String what) {
        assertThrows(
                CorruptContentException.class,
                () -> compressor().decompress(MemorySegment.ofArray(compressed), target),
                what);
    }

    private static byte[] marked(int length) {
        byte[] room = new byte[length];
        Arrays.fill(room, MARK);
        return room;
    }

    private static void assertMarked(byte[] room, int from) {
        for (int i = from; i < room.length; i++) {
            assertEquals(MARK, room[i], "the byte " + (i - from) + " beyond the end");
        }
    }
}
