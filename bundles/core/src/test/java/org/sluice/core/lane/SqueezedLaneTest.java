package org.sluice.core.lane;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.chunk.Chunk;
import org.sluice.core.StreamDouble;
import org.sluice.core.session.Chunking;
import org.sluice.core.session.SourceFile;
import org.sluice.core.squeeze.CompressorDouble;
import org.sluice.core.squeeze.Squeeze;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.io.fallback.NioBackend;
import org.sluice.transfer.Problem.Severity;

/** What a lane compresses arrives as it was. */
class SqueezedLaneTest {

    @TempDir
    private Path directory;

    private Root root;
    private final CountedBuffers buffers = new CountedBuffers();
    private final List<SourceFile> offered = new ArrayList<>();
    private final Squeeze squeeze = new Squeeze(Optional.of(new CompressorDouble()));

    private final Delivery delivery = new Delivery() {
        @Override
        public void begins(SourceFile file) {}

        @Override
        public void moved(long bytes) {}

        @Override
        public void undeliverable(SourceFile file, Severity severity, String reason) {}
    };

    @BeforeEach
    void know_a_slow_link() throws IOException {
        root = new NioBackend().root(directory);
        // Ahead of the clock, so that what is sent by it judges nothing, however busy the machine is.
        long now = System.nanoTime() + TimeUnit.HOURS.toNanos(1);
        for (long i = 1; i <= 10; i++) {
            squeeze.sent(1 << 20, 1 << 20, now + (i - 11) * 500_000_000, now + (i - 10) * 500_000_000);
        }
        assertTrue(squeeze.isOn());
    }

    @AfterEach
    void close() throws IOException {
        root.close();
        assertEquals(0, buffers.taken());
    }

    private void offer(String name, byte[] content) throws IOException {
        Files.write(directory.resolve(name), content);
        RelPath path = RelPath.parse(name);
        offered.add(
                new SourceFile(offered.size() + 1, path, root, root.find(path).orElseThrow()));
    }

    private static byte[] text(int length) {
        byte[] text = new byte[length];
        for (int i = 0; i < length; i++) {
            text[i] = (byte) ('a' + i % 7 + i / 1000 % 11);
        }
        return text;
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private byte[] send() throws IOException, InterruptedException {
        StreamDouble stream = StreamDouble.open().end();
        try (WorkQueue queue = new WorkQueue(Chunking.USUAL, CountedBuffers.noShelf())) {
            queue.add(offered);
            queue.end();
            new SendLane(stream, queue, new HasherDouble(), buffers, delivery, squeeze, new LaneTerms(false, false))
                    .run();
        }
        return stream.sent();
    }

    private void assertArrive(byte[] sent) throws Exception {
        Map<String, byte[]> landed = Arrivals.of(sent, offered, buffers).landed();
        assertEquals(offered.size(), landed.size());
        for (SourceFile file : offered) {
            String name = file.name().toString();
            assertArrayEquals(Files.readAllBytes(directory.resolve(name)), landed.get(name), name);
        }
    }

    @Test
    void packs_and_ranges_of_text_arrive_whole_in_a_fraction_of_their_bytes() throws Exception {
        offer("a", text(1));
        offer("b", text(200_000));
        offer("large", text(Chunk.SIZE + 3_000_001));

        byte[] sent = send();

        assertArrive(sent);
        assertTrue(sent.length < 1_000_000, () -> sent.length + " bytes were sent");
        assertEquals(LaneLayout.SQUEEZED_PACK, sent[0]);
    }

    @Test
    void what_does_not_compress_arrives_as_it_is_beside_what_does() throws Exception {
        offer("random", random(2_500_000));
        byte[] mixed = text(3 << 20);
        MemorySegment.copy(random(1 << 20), 0, MemorySegment.ofArray(mixed), ValueLayout.JAVA_BYTE, 1 << 20, 1 << 20);
        offer("mixed", mixed);
        offer("small", random(100_000));

        byte[] sent = send();

        assertArrive(sent);
        assertTrue(sent.length > 3_600_000 && sent.length < 4_200_000, () -> sent.length + " bytes were sent");
    }

    @Test
    void a_file_that_does_not_compress_is_tried_now_and_then_only() throws Exception {
        offer("random", random(12 * Chunk.SIZE));

        byte[] sent = send();

        assertArrive(sent);
        List<Byte> types = ranges(sent);
        assertEquals(12, types.size());
        assertEquals(
                3,
                types.stream().filter(type -> type == LaneLayout.SQUEEZED_RANGE).count(),
                types::toString);
        assertEquals(LaneLayout.SQUEEZED_RANGE, types.get(9), "it may have become another kind of content");
    }

    @Test
    void a_file_that_compresses_is_tried_always() throws Exception {
        offer("text", text(12 * Chunk.SIZE));

        byte[] sent = send();

        assertArrive(sent);
        assertTrue(sent.length < 2_000_000, () -> sent.length + " bytes were sent");
    }

    /** The types of the ranges of one file, none of which is smaller than it was. */
    private static List<Byte> ranges(byte[] sent) {
        List<Byte> types = new ArrayList<>();
        int overhead = LaneLayout.RANGE_HEADER + LaneLayout.RANGE_TRAILER;
        int parts = Chunk.SIZE / LaneLayout.PART * LaneLayout.PART_HEADER;
        for (int at = 0; at < sent.length; at += overhead + Chunk.SIZE) {
            types.add(sent[at]);
            at += sent[at] == LaneLayout.SQUEEZED_RANGE ? parts : 0;
        }
        return types;
    }

    @Test
    void a_file_called_or_begun_like_an_archive_is_not_tried() throws Exception {
        offer("a.zip", text(1_000_000));
        byte[] gzip = text(3_000_000);
        gzip[0] = 0x1F;
        gzip[1] = (byte) 0x8B;
        offer("b", gzip);

        byte[] sent = send();

        assertArrive(sent);
        assertTrue(sent.length > 4_000_000, () -> sent.length + " bytes were sent");
    }

    @Test
    void a_large_file_that_goes_while_it_is_sent_is_given_up_alone() throws Exception {
        offer("a", text(Chunk.SIZE + 5));
        offer("gone", text(Chunk.SIZE + 5));
        Files.delete(directory.resolve("gone"));

        assertEquals(List.of(2L), Arrivals.of(send(), offered, buffers).givenUp());
    }
}
