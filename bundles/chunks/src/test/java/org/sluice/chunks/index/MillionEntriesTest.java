package org.sluice.chunks.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.chunk.Chunk;
import org.sluice.chunk.ChunkBounds;
import org.sluice.chunk.ChunkIndex;
import org.sluice.chunk.ChunkKeeping;
import org.sluice.chunk.FileChunks;
import org.sluice.chunk.FileKey;
import org.sluice.chunk.Hash;
import org.sluice.chunk.Hasher;
import org.sluice.chunk.IndexStats;
import org.sluice.chunk.IndexedFile;
import org.sluice.chunk.KnownFile;
import org.sluice.chunks.Blake3Scalar;
import org.sluice.chunks.FolderKeeper;
import org.sluice.io.RelPath;

/** What a million entries cost: to add, to look up, to begin with; in files of ten chunks, and of one. */
@Tag("torture")
class MillionEntriesTest {

    private static final int ENTRIES = 1_000_000;
    private static final int LOOKUPS = 200_000;
    private static final ChunkBounds BOUNDS = new ChunkBounds(ENTRIES, 0);
    private static final Hasher HASHER = new Blake3Scalar();

    @TempDir
    private Path folder;

    private static Hash hash(long number) {
        Random random = new Random(number);
        return new Hash(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }

    private static IndexedFile file(int number, int chunks) {
        List<Hash> hashes = new ArrayList<>();
        for (int i = 0; i < chunks; i++) {
            hashes.add(hash((long) number * chunks + i));
        }
        Instant changed = Instant.ofEpochSecond(1_700_000_000 + number, 123_456_789);
        long size = (long) chunks * Chunk.SIZE - number % 1000;
        FileKey key = new FileKey(2049, 1_000_000 + number, size, changed, changed);
        RelPath path = RelPath.parse("photos/2024/holiday-%04d/DSC_%07d.NEF".formatted(number / 300, number));
        return new IndexedFile(
                new KnownFile(Path.of("/srv/in").toAbsolutePath(), path, key),
                changed.plusSeconds(60),
                new FileChunks(size, Chunk.SIZE, hashes));
    }

    private ChunkKeeping open() throws Exception {
        return new FolderKeeper().open(folder, HASHER, BOUNDS);
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    /** Nanoseconds of the call that is slower than these of 10,000. */
    private static String latencies(int count, IntConsumer call) {
        for (int i = 0; i < count / 4; i++) {
            call.accept(i);
        }
        long[] nanos = new long[count];
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            call.accept(i);
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        assertTrue(nanos[count * 99 / 100] < 50_000, () -> "p99 " + nanos[count * 99 / 100] + " ns");
        return "p50 %.1f us, p99 %.1f us, p99.9 %.1f us"
                .formatted(
                        nanos[count / 2] / 1e3,
                        nanos[count * 99 / 100] / 1e3,
                        nanos[(int) (count * 999L / 1000)] / 1e3);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 1})
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void a_million_entries_are_looked_up_within_fifty_microseconds(int chunks) throws Exception {
        int files = ENTRIES / chunks;
        System.out.printf("%n1,000,000 entries in %,d files%n", files);
        try (ChunkKeeping keeping = open()) {
            long start = System.nanoTime();
            long cpu = cpu();
            for (int i = 0; i < files; i++) {
                keeping.index().add(file(i, chunks));
            }
            keeping.index().flush();
            System.out.printf("added in %.1f s, %.1f s of CPU%n", seconds(start), (cpu() - cpu) / 1e9);
        }
        try (ChunkKeeping keeping = open()) {
            ChunkIndex index = keeping.index();
            Random random = new Random(1);
            IndexedFile some = file(files / 2, chunks);
            long start = System.nanoTime();
            assertTrue(index.mayHold(some.chunks().size()));
            assertFalse(index.mayHold(77));
            assertEquals(Optional.of(some.chunks()), index.chunks(some.file().key()));
            System.out.printf("after a restart: first sizes and chunks of a file in %.3f s%n", seconds(start));
            start = System.nanoTime();
            long cpu = cpu();
            assertEquals(1, index.find(hash(5)).size());
            System.out.printf(
                    "first place (all are loaded) in %.2f s, %.2f s of CPU%n", seconds(start), (cpu() - cpu) / 1e9);
            Hash[] there = new Hash[LOOKUPS];
            Hash[] absent = new Hash[LOOKUPS];
            for (int i = 0; i < LOOKUPS; i++) {
                there[i] = hash(random.nextInt(ENTRIES));
                absent[i] = hash(ENTRIES + i);
            }
            System.out.println("a place that is there: " + latencies(LOOKUPS, i -> index.find(there[i])));
            System.out.println("one that is not:       " + latencies(LOOKUPS, i -> index.find(absent[i])));
            IndexStats stats = index.stats();
            assertEquals(ENTRIES, stats.entries());
            assertEquals(files, stats.files());
            System.out.printf("database %.1f MB, memory %.1f MB%n", stats.diskBytes() / 1e6, stats.memoryBytes() / 1e6);
        }
    }
}
