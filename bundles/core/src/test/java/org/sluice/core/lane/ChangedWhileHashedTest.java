package org.sluice.core.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.chunk.Chunk;
import org.sluice.chunk.Hash;
import org.sluice.core.WatchedRoot;
import org.sluice.core.chunk.ChunkSettings;
import org.sluice.core.chunk.LateChunks;
import org.sluice.core.known.KnownChunks;
import org.sluice.core.manifest.Hashing;
import org.sluice.core.session.Chunking;
import org.sluice.core.session.SourceFile;
import org.sluice.io.Entry;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.io.fallback.NioBackend;

/** A file that another writes to while it is hashed. */
class ChangedWhileHashedTest {

    private static final int CHUNKS = 5;

    @TempDir
    private Path directory;

    private final TreeSet<Integer> hashed = new TreeSet<>();
    private final TreeSet<Integer> changed = new TreeSet<>();
    private final List<String> unhashable = new ArrayList<>();
    private final LinkedBlockingQueue<Integer> told = new LinkedBlockingQueue<>();

    private interface Change {
        void to(RandomAccessFile file) throws IOException;
    }

    /** Hashes a file to which that happens when chunk 3 is about to be read. */
    private void hash(Change change, boolean tells) throws Exception {
        Path path = directory.resolve("f");
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
                Root real = new NioBackend().root(directory)) {
            file.setLength((long) CHUNKS * Chunk.SIZE);
            Root changing = WatchedRoot.of(real, call -> {
                if (call.name().equals("file.read") && call.arguments()[0].equals(3L * Chunk.SIZE)) {
                    change.to(file);
                }
                return call.proceed();
            });
            Entry entry = real.find(RelPath.parse("f")).orElseThrow();
            hash(new SourceFile(1, entry.path(), changing, entry), tells);
        }
    }

    private void hash(SourceFile file, boolean tells) throws Exception {
        KnownChunks nothing = new KnownChunks(
                new LateChunks(Path.of("nowhere"), ChunkSettings.bounds(Map.of())),
                new HasherDouble(),
                Chunking.USUAL,
                new NioBackend(),
                all -> true,
                false);
        try (nothing;
                Shelf shelf = CountedBuffers.noShelf();
                Hashing hashing =
                        new Hashing(new HasherDouble(), new CountedBuffers(), nothing, shelf, new Told(tells))) {
            hashing.add(file);
            Thread worker = Thread.ofPlatform().start(() -> {
                try {
                    hashing.run();
                } catch (InterruptedException ended) {
                    // That is how it ends.
                }
            });
            for (int decided = 0; decided < CHUNKS; ) {
                decided += told.poll(60, TimeUnit.SECONDS);
            }
            worker.interrupt();
            worker.join();
        }
    }

    @Test
    void of_one_that_becomes_shorter_what_was_read_before_holds() throws Exception {
        hash(file -> file.setLength(3L * Chunk.SIZE + 1), true);

        assertEquals(List.of(0, 1, 2), List.copyOf(hashed));
        assertEquals(List.of(3, 4), List.copyOf(changed));
        assertEquals(List.of(), unhashable);
    }

    @Test
    void of_one_that_becomes_longer_the_end_does_not_hold() throws Exception {
        hash(file -> file.setLength(6L * Chunk.SIZE), true);

        assertEquals(List.of(0, 1, 2, 3), List.copyOf(hashed));
        assertEquals(List.of(4), List.copyOf(changed));
        assertEquals(List.of(), unhashable);
    }

    @Test
    void one_that_stays_what_it_was_is_hashed_to_its_end() throws Exception {
        hash(file -> {}, true);

        assertEquals(List.of(0, 1, 2, 3, 4), List.copyOf(hashed));
        assertEquals(List.of(), List.copyOf(changed));
    }

    @Test
    void a_peer_that_cannot_be_told_of_chunks_is_told_of_the_file_once() throws Exception {
        hash(file -> file.setLength(3L * Chunk.SIZE + 1), false);

        assertEquals(List.of("f"), unhashable);
    }

    private final class Told implements Hashing.Listener {

        private final boolean tells;

        Told(boolean tells) {
            this.tells = tells;
        }

        @Override
        public void hashed(SourceFile file, int first, List<Hash> hashes) {
            for (int i = 0; i < hashes.size(); i++) {
                hashed.add(first + i);
            }
            told.add(hashes.size());
        }

        @Override
        public boolean changed(SourceFile file, int first, int count) {
            if (tells) {
                for (int i = 0; i < count; i++) {
                    changed.add(first + i);
                }
                told.add(count);
            }
            return tells;
        }

        @Override
        public void unhashable(SourceFile file, IOException cause) {
            unhashable.add(file.name().toString());
            told.add(CHUNKS);
        }
    }
}
