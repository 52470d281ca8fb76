package org.sluice.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.sluice.chunk.Chunk;
import org.sluice.chunk.ChunkBounds;
import org.sluice.chunk.ChunkStore;
import org.sluice.chunk.Hash;
import org.sluice.chunk.StoreStats;
import org.sluice.chunk.Verified;

/** What every {@link ChunkStore} owes. A provider's test extends it and hands it the keeper. */
public abstract class ChunkStoreContract extends ChunkFixture {

    private static final int LENGTH = 5000;
    private static final int CHUNKS = 12;
    private static final long THREE = 3L * (LENGTH + CHUNKS);

    private ChunkStore store() {
        return keeping.store();
    }

    private static MemorySegment chunk(long seed) {
        return content(seed, LENGTH + (int) seed);
    }

    private Hash put(long seed) throws IOException {
        Hash hash = hasher().hash(chunk(seed));
        store().put(hash, chunk(seed));
        return hash;
    }

    private static Optional<byte[]> get(ChunkStore store, Hash hash) throws IOException {
        MemorySegment target = MemorySegment.ofArray(new byte[Chunk.SIZE]);
        OptionalInt length = store.get(hash, target);
        return length.isPresent()
                ? Optional.of(target.asSlice(0, length.getAsInt()).toArray(ValueLayout.JAVA_BYTE))
                : Optional.empty();
    }

    private void has(long seed) throws IOException {
        byte[] chunk = chunk(seed).toArray(ValueLayout.JAVA_BYTE);
        assertArrayEquals(chunk, get(store(), hasher().hash(chunk(seed))).orElseThrow());
    }

    @Test
    void what_was_put_is_got() throws IOException {
        put(1);
        put(2);

        has(1);
        has(2);
    }

    @Test
    void the_longest_and_the_shortest_chunk_are_kept_from_memory_of_either_kind() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            for (int length : new int[] {1, Chunk.LARGEST}) {
                MemorySegment heap = content(3 + length, length);
                MemorySegment outside = arena.allocate(length).copyFrom(content(4 + length, length));

                assertTrue(store().put(hasher().hash(heap), heap.asReadOnly()));
                assertTrue(store().put(hasher().hash(outside), outside));

                MemorySegment target = arena.allocate(Chunk.LARGEST);
                assertEquals(OptionalInt.of(length), store().get(hasher().hash(heap), target));
                assertEquals(-1, heap.mismatch(target.asSlice(0, length)));
                assertEquals(OptionalInt.of(length), store().get(hasher().hash(outside), target));
                assertEquals(-1, outside.mismatch(target.asSlice(0, length)));
            }
        }
    }

    @Test
    void a_chunk_is_put_once() throws IOException {
        Hash hash = hasher().hash(chunk(1));

        assertTrue(store().put(hash, chunk(1)));
        assertFalse(store().put(hash, chunk(1)));

        has(1);
        assertEquals(new StoreStats(1, LENGTH + 1, AMPLE.storeBytes()), store().stats());
    }

    @Test
    void what_nobody_put_is_not_there() throws IOException {
        put(1);

        assertEquals(Optional.empty(), get(store(), hash(5)));
        assertEquals(OptionalInt.empty(), store().find(hash(5)));
    }

    @Test
    void a_length_is_told_without_reading() throws IOException {
        Hash hash = put(1);

        assertEquals(OptionalInt.of(LENGTH + 1), store().find(hash));
    }

    @Test
    void what_is_no_chunk_is_refused() {
        assertThrows(IllegalArgumentException.class, () -> store().put(hash(1), MemorySegment.ofArray(new byte[0])));
        assertThrows(
                IllegalArgumentException.class,
                () -> store().put(hash(1), MemorySegment.ofArray(new byte[Chunk.LARGEST + 1])));
    }

    @Test
    void room_that_is_too_small_gets_nothing_and_the_chunk_stays() throws IOException {
        Hash hash = put(1);

        assertEquals(OptionalInt.empty(), store().get(hash, MemorySegment.ofArray(new byte[LENGTH])));
        assertEquals(OptionalInt.of(LENGTH + 1), store().get(hash, MemorySegment.ofArray(new byte[LENGTH + 1])));
    }

    @Test
    void content_of_another_hash_is_never_given_and_is_dropped() throws IOException {
        store().put(hash(9), chunk(1));

        assertEquals(Optional.empty(), get(store(), hash(9)));

        assertEquals(OptionalInt.empty(), store().find(hash(9)));
        assertEquals(0, store().stats().chunks());
    }

    @Test
    void what_was_dropped_may_be_put_again() throws IOException {
        Hash hash = hasher().hash(chunk(1));
        store().put(hash, chunk(2));
        assertEquals(Optional.empty(), get(store(), hash));

        assertTrue(store().put(hash, chunk(1)));

        has(1);
    }

    @Test
    void what_was_put_outlives_the_process() throws IOException {
        put(1);

        reopen();

        has(1);
        assertFalse(store().put(hasher().hash(chunk(1)), chunk(1)));
        assertEquals(1, store().stats().chunks());
    }

    @Test
    void what_one_process_puts_another_has() throws IOException {
        ChunkStore theirs = open(AMPLE).store();

        Hash hash = put(1);

        assertTrue(get(theirs, hash).isPresent());
    }

    @Test
    void the_chunks_used_least_recently_are_collected() throws Exception {
        for (long seed = 1; seed <= CHUNKS; seed++) {
            later(put(seed), seed);
        }
        has(2);
        keeping.close();
        keeping = open(new ChunkBounds(1, THREE));

        long before = store().stats().bytes();
        long dropped = store().collect();

        StoreStats after = store().stats();
        assertEquals(before, dropped + after.bytes());
        assertEquals(3, after.chunks());
        for (long seed : new long[] {2, CHUNKS - 1, CHUNKS}) {
            has(seed);
        }
        assertEquals(Optional.empty(), get(store(), hasher().hash(chunk(3))));
    }

    /** Lets time pass, as far as files show it. */
    private void later(Hash hash, long seed) throws IOException {
        for (Path file : files()) {
            if (file.getFileName().toString().contains(hash.toString())) {
                Files.setLastModifiedTime(file, FileTime.from(CHANGED.plusSeconds(seed)));
            }
        }
    }

    @Test
    void what_is_put_beyond_the_bound_takes_the_place_of_what_was_there() throws IOException {
        keeping.close();
        keeping = open(new ChunkBounds(1, THREE));

        for (long seed = 1; seed <= CHUNKS; seed++) {
            later(put(seed), seed);
            assertTrue(store().stats().bytes() <= THREE, () -> "more than three chunks are kept");
        }

        has(CHUNKS);
        assertEquals(3, store().stats().chunks());
    }

    @Test
    void within_the_bound_nothing_is_collected() throws IOException {
        put(1);

        assertEquals(0, store().collect());

        has(1);
    }

    @Test
    void damaged_chunks_are_found_and_dropped_by_verifying() throws IOException {
        for (long seed = 1; seed <= CHUNKS; seed++) {
            put(seed);
        }
        store().put(hash(7), chunk(50));
        store().put(hash(8), chunk(51));

        assertEquals(new Verified(CHUNKS + 2, 2), store().verify());

        assertEquals(new Verified(CHUNKS, 0), store().verify());
        assertEquals(OptionalInt.empty(), store().find(hash(7)));
        has(1);
    }

    @Test
    void of_a_damaged_store_only_what_is_right_is_ever_given() throws IOException {
        long seed = System.nanoTime();
        RandomGenerator random = Bytes.random(seed);
        List<Hash> hashes = new ArrayList<>();
        for (long each = 1; each <= CHUNKS; each++) {
            hashes.add(put(each));
        }
        keeping.close();
        for (Path file : files()) {
            damage(file, random);
        }

        keeping = open(AMPLE);

        for (Hash hash : hashes) {
            get(store(), hash)
                    .ifPresent(content ->
                            assertEquals(hash, hasher().hash(MemorySegment.ofArray(content)), () -> "run " + seed));
        }
        for (long each = 1; each <= CHUNKS; each++) {
            put(each);
            has(each);
        }
    }

    private static void damage(Path file, RandomGenerator random) throws IOException {
        byte[] content = Files.readAllBytes(file);
        if (content.length == 0) {
            return;
        }
        switch (random.nextInt(4)) {
            case 0 -> random.nextBytes(content);
            case 1 -> content = Arrays.copyOf(content, random.nextInt(content.length));
            case 2 -> content = Arrays.copyOf(content, content.length + 1);
            default -> content[random.nextInt(content.length)] ^= (byte) (1 << random.nextInt(8));
        }
        Files.write(file, content);
    }

    @Test
    void many_threads_may_share_a_store() throws Exception {
        AtomicInteger fresh = new AtomicInteger();
        List<Call<Void>> calls = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            calls.add(Call.running(() -> {
                for (long seed = 1; seed <= CHUNKS; seed++) {
                    fresh.addAndGet(store().put(hasher().hash(chunk(seed)), chunk(seed)) ? 1 : 0);
                    has(seed);
                }
            }));
        }
        for (Call<Void> call : calls) {
            call.result();
        }

        assertTrue(fresh.get() >= CHUNKS);
        assertEquals(CHUNKS, store().stats().chunks());
    }

    @Test
    void a_closed_store_fails() throws IOException {
        Hash hash = put(1);
        ChunkStore store = store();

        keeping.close();

        assertThrows(IOException.class, () -> store.put(hash(1), chunk(1)));
        assertThrows(IOException.class, () -> get(store, hash));
        assertThrows(IOException.class, store::collect);
        assertThrows(IOException.class, store::stats);
        assertThrows(IOException.class, store::verify);
        assertEquals(OptionalInt.empty(), store.find(hash));
    }
}
