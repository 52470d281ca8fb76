package org.sluice.core.lane;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.chunk.Chunk;
import org.sluice.chunk.Hash;
import org.sluice.core.StreamDouble;
import org.sluice.core.WatchedRoot;
import org.sluice.core.buffer.Spare;
import org.sluice.core.chunk.ChunkSettings;
import org.sluice.core.chunk.LateChunks;
import org.sluice.core.known.KnownChunks;
import org.sluice.core.manifest.Hashing;
import org.sluice.core.session.ChunkHashes;
import org.sluice.core.session.Chunking;
import org.sluice.core.session.SourceFile;
import org.sluice.core.squeeze.CompressorDouble;
import org.sluice.core.squeeze.Squeeze;
import org.sluice.io.Entry;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.io.fallback.NioBackend;
import org.sluice.transfer.Problem.Severity;

/** Files of equal size whose hashes are asked for first, and all of which are wanted then. */
class HashedOnceTest {

    private static final int SIZE = 2 * Chunk.SIZE + 1000;
    private static final int FILES = 4;
    private static final long ALL = (long) FILES * SIZE;

    @TempDir
    private Path directory;

    private Root real;
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong lent = new AtomicLong();
    private final CountedBuffers buffers = new CountedBuffers();
    private final List<SourceFile> offered = new ArrayList<>();

    @BeforeEach
    void make_files_of_equal_size() throws IOException {
        real = new NioBackend().root(directory);
        Root counted = WatchedRoot.of(real, call -> {
            if (call.name().equals("file.read")) {
                read.addAndGet(((MemorySegment) call.arguments()[1]).byteSize());
            }
            if (call.name().equals("file.source")) {
                lent.addAndGet((long) call.arguments()[1]);
            }
            return call.proceed();
        });
        for (int i = 0; i < FILES; i++) {
            byte[] content = new byte[SIZE];
            new Random(i).nextBytes(content);
            Files.write(directory.resolve("f" + i), content);
            Entry entry = real.find(RelPath.parse("f" + i)).orElseThrow();
            offered.add(new SourceFile(i + 1, entry.path(), counted, entry));
        }
    }

    @AfterEach
    void close_the_root() throws IOException {
        real.close();
        assertEquals(0, buffers.taken());
    }

    /** Hashes all, and sends each chunk once its hash is said; a shelf has room for so many chunks. */
    private void send(int room, Squeeze squeeze) throws Exception {
        send(room, squeeze, StreamDouble.open().end());
    }

    private void send(int room, Squeeze squeeze, StreamDouble stream) throws Exception {
        Shelf shelf = new Shelf(Spare.of(buffers, 4 * room));
        KnownChunks nothing = new KnownChunks(
                new LateChunks(Path.of("nowhere"), ChunkSettings.bounds(Map.of())),
                new HasherDouble(),
                Chunking.USUAL,
                new NioBackend(),
                all -> true,
                false);
        try (nothing;
                WorkQueue queue = new WorkQueue(Chunking.USUAL, shelf);
                Hashing hashing = new Hashing(new HasherDouble(), buffers, nothing, shelf, new AskingForAll(queue))) {
            Thread hasher = Thread.ofPlatform().start(() -> work(hashing));
            offered.forEach(hashing::add);
            new SendLane(
                            stream,
                            queue,
                            new HasherDouble(),
                            buffers,
                            new NoTrouble(),
                            squeeze,
                            new LaneTerms(false, false))
                    .run();
            hasher.interrupt();
            hasher.join();
        }
        Map<String, byte[]> landed =
                Arrivals.of(stream.sent(), offered, buffers).landed();
        for (int i = 0; i < FILES; i++) {
            assertArrayEquals(Files.readAllBytes(directory.resolve("f" + i)), landed.get("f" + i));
        }
    }

    private static void work(Hashing hashing) {
        try {
            hashing.run();
        } catch (InterruptedException ended) {
            // That is how it ends.
        }
    }

    @Test
    void they_are_read_once() throws Exception {
        send(2, new Squeeze(Optional.empty()));

        assertEquals(ALL, read.get());
        assertEquals(0, lent.get());
    }

    @Test
    void they_are_read_once_and_sent_by_the_kernel_in_clear() throws Exception {
        send(2, new Squeeze(Optional.empty()), StreamDouble.clear().end());

        assertEquals(ALL, read.get());
        assertEquals(ALL, lent.get());
    }

    @Test
    void they_are_read_once_when_they_are_compressed() throws Exception {
        send(2, new Squeeze(Optional.of(new CompressorDouble())));

        assertEquals(ALL, read.get());
    }

    @Test
    void without_room_they_are_read_twice() throws Exception {
        send(0, new Squeeze(Optional.empty()));

        assertEquals(2 * ALL, read.get());
    }

    /** A peer that has nothing. */
    private static final class AskingForAll implements Hashing.Listener {

        private final WorkQueue queue;
        private final Map<Long, ChunkHashes> said = new ConcurrentHashMap<>();
        private final AtomicInteger left = new AtomicInteger(FILES * 3);

        AskingForAll(WorkQueue queue) {
            this.queue = queue;
        }

        @Override
        public void hashed(SourceFile file, int first, List<Hash> hashes) {
            ChunkHashes all = said.computeIfAbsent(file.id(), id -> new ChunkHashes());
            all.put(first, hashes);
            for (int i = 0; i < hashes.size(); i++) {
                queue.add(file, List.of(first + i), all);
            }
            if (left.addAndGet(-hashes.size()) == 0) {
                queue.end();
            }
        }

        @Override
        public void unhashable(SourceFile file, IOException cause) {
            throw new AssertionError(cause);
        }
    }

    private static final class NoTrouble implements Delivery {

        @Override
        public void begins(SourceFile file) {}

        @Override
        public void moved(long bytes) {}

        @Override
        public void undeliverable(SourceFile file, Severity severity, String reason) {
            throw new AssertionError(reason);
        }
    }
}
