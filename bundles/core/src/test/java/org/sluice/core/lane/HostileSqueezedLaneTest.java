package org.sluice.core.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.compress.Compressor;
import org.sluice.compress.CorruptContentException;
import org.sluice.compress.format.ZstdCompressor;
import org.sluice.core.StreamDouble;
import org.sluice.core.land.Landing;
import org.sluice.core.land.LandingListener;
import org.sluice.core.land.Staging;
import org.sluice.core.session.ProtocolException;
import org.sluice.core.squeeze.Expansion;
import org.sluice.io.Root;
import org.sluice.io.fallback.NioBackend;

/** A lane whose sender lies about what it has compressed. */
class HostileSqueezedLaneTest {

    private static final long ALLOWED = 16 << 20;

    @TempDir
    private Path directory;

    private Root root;
    private Staging staging;
    private Landing landing;
    private final ZstdCompressor zstd = new ZstdCompressor();
    private final CountedBuffers buffers = new CountedBuffers();

    @BeforeEach
    void open_a_landing_that_expects_nothing() throws IOException {
        root = new NioBackend().root(directory);
        staging = Staging.open(root);
        landing = new Landing(root, staging, new LandingListener() {
            @Override
            public void landed(List<Long> ids) {}

            @Override
            public void failed(long id, String reason) {}

            @Override
            public void givenUp(long id) {}

            @Override
            public void broken(IOException cause) {}
        });
    }

    @AfterEach
    void close() throws IOException {
        landing.close();
        staging.close();
        root.close();
        zstd.close();
        assertEquals(0, buffers.taken());
    }

    private void receive(byte[] bytes, Optional<Compressor> compressor) throws IOException, InterruptedException {
        StreamDouble stream = StreamDouble.open().arrive(bytes).end();
        new ReceiveLane(
                        stream,
                        landing,
                        new HasherDouble(),
                        buffers,
                        new Arrivals.Unseen(),
                        new Expansion(compressor),
                        new LaneTerms(false, false))
                .run();
    }

    private String refused(byte[] bytes) {
        return String.valueOf(assertThrows(ProtocolException.class, () -> receive(bytes, Optional.of(zstd)))
                .getMessage());
    }

    private byte[] zstd(byte[] content) {
        MemorySegment target = MemorySegment.ofArray(new byte[content.length + 1000]);
        OptionalLong length = zstd.compress(MemorySegment.ofArray(content), target);
        return target.asSlice(0, length.orElseThrow()).toArray(ValueLayout.JAVA_BYTE);
    }

    /** A pack that says it holds {@code files} files of {@code content} bytes, in {@code said} compressed ones. */
    private static byte[] pack(int files, int content, int said, byte[] compressed, byte[] hash) {
        return ByteBuffer.allocate(13 + compressed.length + 32)
                .put(LaneLayout.SQUEEZED_PACK)
                .putInt(files)
                .putInt(content)
                .putInt(said)
                .put(compressed)
                .put(hash)
                .array();
    }

    /** A range that says it is {@code length} bytes long, with one part. */
    private static byte[] range(int length, int said, byte[] part) {
        byte[] zeros = new byte[length];
        return ByteBuffer.allocate(25 + part.length + 33)
                .put(LaneLayout.SQUEEZED_RANGE)
                .putLong(7)
                .putLong(0)
                .putInt(length)
                .putInt(said)
                .put(part)
                .put((byte) 0)
                .put(new HasherDouble().hash(MemorySegment.ofArray(zeros)).bytes())
                .array();
    }

    private static byte[] rows(int content) {
        return ByteBuffer.allocate(12 + content).putLong(7).putInt(content).array();
    }

    private byte[] goodPack() {
        byte[] rows = rows(1000);
        byte[] compressed = zstd(rows);
        return pack(
                1,
                1000,
                compressed.length,
                compressed,
                new HasherDouble().hash(MemorySegment.ofArray(rows)).bytes());
    }

    @Test
    void what_is_right_is_taken() throws Exception {
        receive(goodPack(), Optional.of(zstd));
        byte[] part = zstd(new byte[500_000]);
        receive(range(500_000, part.length, part), Optional.of(zstd));
        receive(range(100, 100, new byte[100]), Optional.of(zstd));
    }

    @Test
    void nothing_compressed_is_taken_without_an_agreement() {
        for (byte[] frame : List.of(goodPack(), range(100, 100, new byte[100]))) {
            ProtocolException refusal = assertThrows(ProtocolException.class, () -> receive(frame, Optional.empty()));
            assertTrue(String.valueOf(refusal.getMessage()).contains("without a compressor"), refusal::toString);
        }
    }

    @Test
    void an_impossible_compressed_length_is_refused_unread() {
        for (int said : new int[] {0, -1, 1012, 1013, 1 << 20, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertTrue(refused(pack(1, 1000, said, new byte[0], new byte[32])).contains("compressed to " + said));
        }
        for (int said : new int[] {0, -1, 1001, 1 << 20, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertTrue(refused(range(1000, said, new byte[0])).contains("compressed to " + said));
        }
    }

    @Test
    void a_content_of_another_length_or_hash_is_refused() {
        byte[] shorter = zstd(new byte[999]);
        assertTrue(refused(range(1000, shorter.length, shorter)).contains("999 bytes, not 1000"));
        byte[] other = new byte[1000];
        other[500] = 1;
        byte[] part = zstd(other);
        assertTrue(refused(range(1000, part.length, part)).contains("hash"));
        byte[] pack = goodPack();
        pack[pack.length - 1] ^= 1;
        assertTrue(refused(pack).contains("hash"));
    }

    @Test
    void a_lane_that_ends_within_what_is_compressed_is_broken() {
        byte[] pack = goodPack();
        for (int length = 1; length < pack.length; length++) {
            byte[] cut = Arrays.copyOf(pack, length);
            assertThrows(EOFException.class, () -> receive(cut, Optional.of(zstd)));
        }
    }

    @Test
    void flipped_bits_break_the_lane_or_change_nothing() throws Exception {
        long seed = 20261121;
        Random random = new Random(seed);
        byte[] pack = goodPack();
        int broken = 0;
        for (int round = 0; round < 3000; round++) {
            byte[] flipped = pack.clone();
            flipped[1 + random.nextInt(flipped.length - 1)] ^= (byte) (1 << random.nextInt(8));
            try {
                receive(flipped, Optional.of(zstd));
            } catch (IOException e) {
                broken++;
            }
        }
        // The header of a zstd frame has a bit without a meaning, and what is restored has the hash it had.
        assertTrue(broken > 2900 && broken < 3000, broken + " of 3000, seed " + seed);
    }

    @Test
    void a_bomb_a_wrong_length_and_a_huge_window_cost_hardly_any_memory() throws Exception {
        byte[] bomb = zstd(new byte[64 << 20]);
        byte[] window = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, (byte) 0x80, (byte) (17 << 3), 0, 0, 16, 0, 3, 0, 0, 'x'
        };
        byte[] wrong = zstd(new byte[1000]);
        List<byte[]> hostile = Stream.of(bomb, window, wrong)
                .map(part -> range(1 << 20, part.length, part))
                .toList();
        hostile.forEach(this::refused);
        long before = allocated();

        for (byte[] frame : hostile) {
            refused(frame);
        }

        long heap = allocated() - before;
        // Each is given two buffers of a mebibyte by a double that makes them anew.
        assertTrue(heap < ALLOWED, () -> heap + " bytes on the heap");
        long trusting = allocated();
        assertThrows(ProtocolException.class, () -> receive(hostile.getFirst(), Optional.of(new Trusting())));
        assertTrue(allocated() - trusting > 3 * ALLOWED, "a control: a compressor that makes what the frame says");
    }

    /** Makes room for all that a frame holds before it looks whether that is what was wanted. */
    private final class Trusting implements Compressor {

        @Override
        public String name() {
            return "zstd";
        }

        @Override
        public OptionalLong compress(MemorySegment content, MemorySegment target) {
            return OptionalLong.empty();
        }

        @Override
        public void decompress(MemorySegment compressed, MemorySegment target) throws CorruptContentException {
            zstd.decompress(compressed, MemorySegment.ofArray(new byte[64 << 20]));
            throw new CorruptContentException("64 MiB");
        }
    }

    private static long allocated() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getThreadAllocatedBytes(Thread.currentThread().threadId());
    }
}
