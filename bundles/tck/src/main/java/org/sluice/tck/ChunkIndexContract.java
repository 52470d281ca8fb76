package org.sluice.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.sluice.chunk.ChunkIndex;
import org.sluice.chunk.ChunkPlace;
import org.sluice.chunk.FileChunks;
import org.sluice.chunk.FileKey;
import org.sluice.chunk.Hash;
import org.sluice.chunk.IndexedFile;
import org.sluice.chunk.KnownFile;
import org.sluice.io.RelPath;

/**
 * What every {@link ChunkIndex} owes. A provider's test extends it and hands it the keeper. What has to do with time and
 * room is in the class that this one extends.
 */
public abstract class ChunkIndexContract extends ChunkIndexLastingRules {

    private static final int MANY = 100;

    private ChunkIndex index() {
        return keeping.index();
    }

    @Test
    void a_file_that_was_added_is_known_by_its_key() {
        IndexedFile file = file(1, 10, 11, 12);

        index().add(file);

        assertEquals(Optional.of(file.chunks()), index().chunks(key(1, 2999)));
    }

    @Test
    void a_file_whose_key_differs_in_anything_is_not_known() {
        index().add(file(1, 10, 11, 12));
        FileKey key = key(1, 2999);

        for (FileKey other : List.of(
                new FileKey(8, 1, 2999, key.modified(), key.changed()),
                new FileKey(7, 2, 2999, key.modified(), key.changed()),
                new FileKey(7, 1, 2998, key.modified(), key.changed()),
                new FileKey(7, 1, 2999, key.modified().plusNanos(1), key.changed()),
                new FileKey(7, 1, 2999, key.modified().plusSeconds(1), key.changed()),
                new FileKey(7, 1, 2999, key.modified(), key.changed().plusNanos(1)),
                new FileKey(7, 1, 2999, key.modified(), key.changed().minusSeconds(1)))) {
            assertEquals(Optional.empty(), index().chunks(other), other::toString);
        }
    }

    @Test
    void a_file_that_was_changed_just_before_it_was_seen_is_not_known_by_its_key_but_its_chunks_are_found() {
        IndexedFile doubtful = file(ROOT, RelPath.parse("f"), 1, CHANGED.plusMillis(1), 10);

        index().add(doubtful);

        assertEquals(Optional.empty(), index().chunks(key(1, 999)));
        assertEquals(List.of(place(doubtful, 0)), index().find(hash(10)));
    }

    @Test
    void a_chunk_is_found_where_it_lies() {
        IndexedFile file = file(1, 10, 11, 12);

        index().add(file);

        for (int number = 0; number < 3; number++) {
            assertEquals(List.of(place(file, number)), index().find(hash(10 + number)));
        }
    }

    @Test
    void a_chunk_is_found_in_every_file_that_has_it_the_one_seen_last_first() {
        IndexedFile middle = file(ROOT, RelPath.parse("b"), 2, SEEN.plusSeconds(5), 20, 10);
        IndexedFile oldest = file(ROOT, RelPath.parse("a"), 1, SEEN, 10, 30);
        IndexedFile newest = file(Path.of("/mnt").toAbsolutePath(), RelPath.parse("c"), 3, SEEN.plusSeconds(9), 10);

        List.of(middle, oldest, newest).forEach(index()::add);

        assertEquals(List.of(place(newest, 0), place(middle, 1), place(oldest, 0)), index().find(hash(10)));
        assertEquals(List.of(place(newest, 0), place(middle, 1), place(oldest, 0)), index().find(hash(10)), "again");
    }

    @Test
    void a_chunk_that_is_everywhere_has_a_few_places() {
        for (long inode = 1; inode <= MANY; inode++) {
            index().add(file(inode, 10, inode + MANY));
        }

        List<ChunkPlace> places = index().find(hash(10));

        assertFalse(places.isEmpty());
        assertTrue(places.size() <= ChunkIndex.MOST_PLACES, () -> places.size() + " places");
    }

    @Test
    void a_chunk_that_a_file_repeats_is_found_in_it() {
        long[] zeros = new long[MANY];
        Arrays.fill(zeros, 10);
        IndexedFile file = file(1, zeros);

        index().add(file);

        ChunkPlace place = index().find(hash(10)).getFirst();
        assertEquals(file.file(), ((ChunkPlace.InFile) place).file());
        assertEquals(Optional.of(file.chunks()), index().chunks(file.file().key()));
    }

    @Test
    void a_hash_that_differs_in_one_bit_is_another() {
        index().add(file(1, 10));
        Hash hash = hash(10);

        for (int bit = 0; bit < 8 * Hash.BYTES; bit++) {
            byte[] other = hash.bytes();
            other[bit / 8] ^= (byte) (1 << bit % 8);
            assertEquals(List.of(), index().find(Hash.of(other)), "bit " + bit);
        }
    }

    @Test
    void what_is_in_the_store_is_found_too() throws Exception {
        IndexedFile file = file(1, 10);
        index().add(file);

        keeping.store().put(hash(10), content(1, 500));
        keeping.store().put(hash(11), content(2, 600));

        assertEquals(List.of(place(file, 0), new ChunkPlace.InStore(500)), index().find(hash(10)));
        assertEquals(List.of(new ChunkPlace.InStore(600)), index().find(hash(11)));
        assertEquals(OptionalInt.empty(), keeping.store().find(hash(12)));
    }

    @Test
    void the_size_of_a_file_that_is_known_may_be_held() {
        index().add(file(1, 10, 11, 12));

        assertTrue(index().mayHold(2999));
        assertFalse(index().mayHold(3000));
        assertFalse(index().mayHold(0));
    }

    @Test
    void a_file_that_was_written_anew_is_known_as_it_is_now() {
        index().add(file(1, 10, 11, 12));
        IndexedFile now = file(1, 20, 21);

        index().add(now);

        assertEquals(Optional.of(now.chunks()), index().chunks(now.file().key()));
        assertEquals(Optional.empty(), index().chunks(key(1, 2999)));
        assertEquals(List.of(), index().find(hash(11)));
        assertFalse(index().mayHold(2999));
        assertEquals(1, index().stats().files());
        assertEquals(2, index().stats().entries());
    }

    @Test
    void a_file_that_is_forgotten_is_not_known_any_more() {
        IndexedFile other = file(2, 10, 13);
        index().add(file(1, 10, 11, 12));
        index().add(other);

        index().forget(key(1, 2999));
        index().forget(key(2, 5));
        index().forget(key(3, 2999));

        assertEquals(Optional.empty(), index().chunks(key(1, 2999)));
        assertEquals(List.of(), index().find(hash(11)));
        assertEquals(List.of(place(other, 0)), index().find(hash(10)));
        assertFalse(index().mayHold(2999));
        assertEquals(1, index().stats().files());
    }

    @Test
    void names_of_any_bytes_are_kept() {
        byte[] name = new byte[250];
        for (int i = 0; i < name.length; i++) {
            name[i] = (byte) (i + 1 == '/' ? 'x' : i + 1);
        }
        IndexedFile file = file(Path.of("/ä b'\"").toAbsolutePath(), RelPath.parse(name), 1, SEEN, 10);

        index().add(file);
        index().flush();

        assertEquals(List.of(place(file, 0)), index().find(hash(10)));
    }

    @Test
    void keys_of_any_values_are_kept() {
        List<IndexedFile> files = new ArrayList<>();
        long[] extremes = {Long.MIN_VALUE, -1, 0, 1, Long.MAX_VALUE};
        for (long extreme : extremes) {
            Instant time = Instant.ofEpochSecond(extreme >> 28, 999_999_999);
            FileKey key = new FileKey(extreme, ~extreme, 10, time, time.plusNanos(1));
            KnownFile known = new KnownFile(ROOT, RelPath.parse("f"), key);
            files.add(new IndexedFile(known, time.plusSeconds(9), new FileChunks(10, 10, List.of(hash(extreme)))));
        }

        files.forEach(index()::add);

        for (IndexedFile file : files) {
            assertEquals(Optional.of(file.chunks()), index().chunks(file.file().key()));
            assertEquals(
                    List.of(place(file, 0)), index().find(file.chunks().hashes().getFirst()));
        }
    }

    @Test
    void a_file_without_chunks_is_left_out() {
        index().add(file(1));

        assertEquals(0, index().stats().files());
        assertEquals(Optional.empty(), index().chunks(key(1, 0)));
        assertFalse(index().mayHold(0));
    }

    @Test
    void many_threads_may_share_an_index() throws Exception {
        List<Call<Void>> calls = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            long first = 1 + (long) thread * MANY;
            calls.add(Call.running(() -> {
                for (long inode = first; inode < first + MANY; inode++) {
                    IndexedFile file = file(inode, inode, inode + 1_000_000);
                    index().add(file);
                    assertEquals(
                            Optional.of(file.chunks()),
                            index().chunks(file.file().key()));
                    assertEquals(List.of(place(file, 0)), index().find(hash(inode)));
                    if (inode % 10 == 0) {
                        index().forget(file.file().key());
                    }
                }
            }));
        }
        for (Call<Void> call : calls) {
            call.result();
        }

        index().flush();

        assertEquals(4 * MANY * 9 / 10, index().stats().files());
        assertEquals(
                4 * MANY * 9 / 10,
                LongStream.rangeClosed(1, 4 * MANY)
                        .filter(inode -> !index().find(hash(inode)).isEmpty())
                        .count());
    }
}
