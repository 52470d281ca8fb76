package org.sluice.core.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.chunk.Chunk;
import org.sluice.core.Condition;
import org.sluice.core.StreamDouble;
import org.sluice.core.land.Landing;
import org.sluice.core.land.LandingListener;
import org.sluice.core.land.Staging;
import org.sluice.core.session.ProtocolException;
import org.sluice.core.squeeze.Expansion;
import org.sluice.io.Root;
import org.sluice.io.fallback.NioBackend;

/** A lane whose sender lies. */
class HostileLaneTest {

    @TempDir
    private Path directory;

    private Root root;
    private Staging staging;
    private Landing landing;
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
        assertEquals(0, buffers.taken());
    }

    private void receive(byte[] bytes) throws IOException, InterruptedException {
        receive(StreamDouble.open().arrive(bytes).end());
    }

    private void receive(StreamDouble stream) throws IOException, InterruptedException {
        receive(stream, false);
    }

    private void receive(StreamDouble stream, boolean sealed) throws IOException, InterruptedException {
        new ReceiveLane(
                        stream,
                        landing,
                        new HasherDouble(),
                        buffers,
                        new Arrivals.Unseen(),
                        new Expansion(Optional.empty()),
                        new LaneTerms(false, sealed))
                .run();
    }

    private void refused(byte[] bytes) {
        assertThrows(ProtocolException.class, () -> receive(bytes), () -> Arrays.toString(Arrays.copyOf(bytes, 40)));
    }

    private static byte[] pack(int count, int contentLength, int rest) {
        return ByteBuffer.allocate(9 + rest)
                .put(LaneLayout.PACK)
                .putInt(count)
                .putInt(contentLength)
                .array();
    }

    /** One file of {@code length} bytes, it says, in a pack of {@code content} bytes. */
    private static byte[] packed(int length, int content) {
        byte[] hashed =
                ByteBuffer.allocate(12 + content).putLong(7).putInt(length).array();
        byte[] hash = new HasherDouble().hash(MemorySegment.ofArray(hashed)).bytes();
        return ByteBuffer.allocate(9 + hashed.length + 32)
                .put(LaneLayout.PACK)
                .putInt(1)
                .putInt(content)
                .put(hashed)
                .put(hash)
                .array();
    }

    private static byte[] range(long offset, int length, int rest) {
        return ByteBuffer.allocate(21 + rest)
                .put(LaneLayout.RANGE)
                .putLong(7)
                .putLong(offset)
                .putInt(length)
                .array();
    }

    @Test
    void a_frame_of_another_type_is_refused() throws Exception {
        for (int type : new int[] {0, 3, 127, -1}) {
            refused(new byte[] {(byte) type});
        }
        receive(new byte[0]);
    }

    @Test
    void a_pack_of_impossible_counts_is_refused() {
        for (int count : new int[] {0, -1, LaneLayout.MAX_FILES + 1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            refused(pack(count, 0, 100));
        }
        for (int length : new int[] {-1, (int) LaneLayout.MAX_CONTENT + 1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            refused(pack(1, length, 100));
        }
    }

    @Test
    void a_pack_that_fills_its_buffer_fits() {
        byte[] full = pack(LaneLayout.MAX_FILES, (int) LaneLayout.MAX_CONTENT, 1 << 20);

        String message =
                assertThrows(ProtocolException.class, () -> receive(full)).getMessage();

        assertTrue(message.contains("hash"), message);
    }

    @Test
    void a_file_that_reaches_beyond_its_pack_is_refused() throws Exception {
        receive(packed(10, 10));
        receive(packed(LaneLayout.ABSENT, 0));
        refused(packed(11, 10));
        refused(packed(Integer.MAX_VALUE, 10));
        refused(packed(-2, 10));
    }

    @Test
    void a_pack_of_another_hash_is_refused() {
        byte[] pack = packed(10, 10);
        pack[pack.length - 1] ^= 1;
        refused(pack);
        byte[] content = packed(10, 10);
        content[25] ^= 1;
        refused(content);
    }

    @Test
    void a_range_of_impossible_length_or_place_is_refused() {
        for (int length : new int[] {0, -1, Chunk.SIZE + 1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            refused(range(0, length, 100));
        }
        for (long offset : new long[] {-1, 1, -Chunk.SIZE, Chunk.SIZE - 1, Long.MIN_VALUE, Long.MAX_VALUE}) {
            refused(range(offset, 1, 100));
        }
    }

    @Test
    void a_range_of_another_hash_is_refused_even_when_nobody_asked_for_it() {
        refused(range(0, 10, 10 + 33));
    }

    /** Of ten zeros at the beginning of file 7, with its hash and its seal. */
    private static byte[] sealed() {
        byte[] header = range(0, 10, 0);
        byte[] hash =
                new HasherDouble().hash(MemorySegment.ofArray(new byte[10])).bytes();
        byte[] around = ByteBuffer.allocate(54)
                .put(header)
                .put(LaneLayout.GOOD)
                .put(hash)
                .array();
        byte[] seal = new HasherDouble().hash(MemorySegment.ofArray(around)).bytes();
        return ByteBuffer.allocate(80)
                .put(header)
                .put(new byte[10])
                .put(LaneLayout.GOOD)
                .put(hash)
                .put(seal, 0, Seal.BYTES)
                .array();
    }

    private boolean isTaken(byte[] frame, boolean sealed) throws InterruptedException {
        try {
            receive(StreamDouble.open().arrive(frame).end(), sealed);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    @Test
    void no_bit_of_a_sealed_range_can_be_another() throws Exception {
        byte[] frame = sealed();
        assertTrue(isTaken(frame, true));
        int unnoticed = 0;
        for (int bit = 0; bit < frame.length * 8; bit++) {
            byte[] flipped = frame.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);

            assertFalse(isTaken(flipped, true), "bit " + bit);
            unnoticed += isTaken(Arrays.copyOf(flipped, frame.length - Seal.BYTES), false) ? 1 : 0;
        }
        assertTrue(unnoticed > 64, () -> "a control: without a seal the file may be another");
    }

    @Test
    void a_lane_that_ends_within_a_seal_is_broken() {
        byte[] frame = sealed();
        for (int length = 1; length < frame.length; length++) {
            byte[] cut = Arrays.copyOf(frame, length);
            assertThrows(
                    EOFException.class,
                    () -> receive(StreamDouble.open().arrive(cut).end(), true));
        }
    }

    @Test
    void a_lane_that_ends_within_a_frame_is_broken() {
        byte[] pack = packed(10, 10);
        for (int length = 1; length < pack.length; length++) {
            byte[] cut = Arrays.copyOf(pack, length);
            assertThrows(EOFException.class, () -> receive(cut));
        }
    }

    @Test
    void random_bytes_break_the_lane_and_nothing_else() {
        long seed = 20261121;
        Random random = new Random(seed);
        for (int round = 0; round < 10_000; round++) {
            byte[] bytes = new byte[1 + random.nextInt(100)];
            random.nextBytes(bytes);
            bytes[0] = (byte) (random.nextInt(3));
            if (random.nextBoolean()) {
                Arrays.fill(bytes, 1, Math.min(bytes.length, 1 + random.nextInt(20)), (byte) 0);
            }
            assertThrows(IOException.class, () -> receive(bytes), () -> seed + ": " + Arrays.toString(bytes));
        }
    }

    @Test
    void a_stalled_sender_holds_one_buffer_until_its_stream_ends() throws Exception {
        StreamDouble stream = StreamDouble.open().arrive(pack(1, 10, 0));
        FutureTask<Void> lane = new FutureTask<>(() -> {
            receive(stream);
            return null;
        });
        Thread thread = Thread.ofVirtual().start(lane);
        Condition.met("the lane holds a buffer", () -> buffers.taken() == 1);

        stream.close();

        thread.join();
        assertEquals(0, buffers.taken());
    }
}
