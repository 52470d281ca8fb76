package org.sluice.chunks.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.chunk.ChunkKeeping;
import org.sluice.chunk.ChunkPlace;
import org.sluice.chunk.FileChunks;
import org.sluice.chunk.IndexedFile;
import org.sluice.chunk.Verified;
import org.sluice.chunks.FolderKeeper;

/** Processes share a folder, and are killed at any moment. */
class ProcessesTest {

    private static final long ENDLESS = 1_000_000_000;

    @TempDir
    private Path folder;

    @Test
    void what_a_killed_process_had_made_durable_is_there_and_nothing_is_wrong() throws Exception {
        kill(4);
    }

    @Test
    @Tag("torture")
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void a_hundred_kills_lose_nothing_that_was_durable() throws Exception {
        kill(100);
    }

    private void kill(int kills) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long first = 0;
        List<long[]> durable = new ArrayList<>();
        for (int i = 0; i < kills; i++) {
            try (Child child = Child.start(folder, first, ENDLESS)) {
                assertTrue(child.reaches(20 * (1 + random.nextInt(20))), "run " + seed);
                pause(random.nextInt(20_000_000));
                long count = child.kill();
                durable.add(new long[] {first, count});
                first += count + 10_000;
            }
            try (ChunkKeeping keeping = open()) {
                for (long[] each : durable) {
                    isThere(keeping, each[0], each[1]);
                }
                isRight(keeping, first - 10_000, first);
            }
        }
        try (ChunkKeeping keeping = open()) {
            assertEquals(0, keeping.index().verify().dropped());
            assertEquals(0, keeping.store().verify().dropped());
        }
        assertEquals(List.of(), setAside(), "a kill damages nothing");
    }

    /** A moment that is no condition: where in its work the process is killed is left to chance. */
    private static void pause(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    private ChunkKeeping open() throws IOException {
        return new FolderKeeper().open(folder, Child.HASHER, Child.BOUNDS);
    }

    private List<Path> setAside() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(path -> path.toString().contains("damaged")).toList();
        }
    }

    private static void isThere(ChunkKeeping keeping, long first, long count) throws IOException {
        MemorySegment room = MemorySegment.ofArray(new byte[30_000]);
        for (long number = first; number < first + count; number++) {
            IndexedFile file = Child.file(number);
            assertEquals(
                    Optional.of(file.chunks()),
                    keeping.index().chunks(file.file().key()));
            assertEquals(1, keeping.index().find(file.chunks().hashes().get(3)).size());
            if (Child.hasChunk(number)) {
                byte[] chunk = Child.chunk(number);
                OptionalInt length = keeping.store().get(Child.HASHER.hash(MemorySegment.ofArray(chunk)), room);
                assertEquals(OptionalInt.of(chunk.length), length);
                assertEquals(-1, room.asSlice(0, chunk.length).mismatch(MemorySegment.ofArray(chunk)));
            }
        }
    }

    private static void isRight(ChunkKeeping keeping, long first, long end) {
        for (long number = first; number < end; number++) {
            IndexedFile file = Child.file(number);
            Optional<FileChunks> chunks = keeping.index().chunks(file.file().key());
            if (chunks.isEmpty()) {
                return;
            }
            assertEquals(file.chunks(), chunks.get());
        }
    }

    @Test
    void processes_that_write_at_once_do_not_lose_each_others_files() throws Exception {
        List<Child> children = new ArrayList<>();
        try (ChunkKeeping keeping = open()) {
            for (int i = 0; i < 3; i++) {
                children.add(Child.start(folder, i * 10_000L, 400));
            }
            for (long number = 30_000; number < 30_400; number++) {
                keeping.index().add(Child.file(number));
                keeping.index()
                        .find(Child.file(number - 30_000).chunks().hashes().getFirst());
            }
            for (Child child : children) {
                assertEquals(400, child.ended());
                assertEquals(0, child.exitCode());
            }
        } finally {
            for (Child child : children) {
                child.close();
            }
        }

        try (ChunkKeeping keeping = open()) {
            assertEquals(new Verified(1600, 0), keeping.index().verify());
            for (int i = 0; i < 4; i++) {
                isIndexed(keeping, i * 10_000L);
            }
            assertEquals(new Verified(60, 0), keeping.store().verify());
        }
        assertEquals(List.of(), setAside());
    }

    private static void isIndexed(ChunkKeeping keeping, long first) {
        for (long number = first; number < first + 400; number++) {
            IndexedFile file = Child.file(number);
            ChunkPlace place =
                    keeping.index().find(file.chunks().hashes().get(1)).getFirst();
            assertEquals(new ChunkPlace.InFile(file.file(), 1000, 1000), place);
        }
    }

    @Test
    void processes_that_find_the_same_damage_replace_the_index_once() throws Exception {
        try (Child child = Child.start(folder, 0, 40)) {
            assertEquals(40, child.ended());
        }
        Files.write(folder.resolve("chunks.db"), new byte[10_000]);

        List<Child> children = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            children.add(Child.start(folder, i * 1000L, 40));
        }
        for (Child child : children) {
            assertEquals(40, child.ended());
            child.close();
        }

        try (ChunkKeeping keeping = open()) {
            assertEquals(new Verified(120, 0), keeping.index().verify());
        }
        assertEquals(1, setAside().size(), "it is set aside once");
    }
}
