package org.sluice.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.sluice.chunk.ChunkBounds;
import org.sluice.chunk.ChunkIndex;
import org.sluice.chunk.ChunkKeeping;
import org.sluice.chunk.ChunkPlace;
import org.sluice.chunk.FileChunks;
import org.sluice.chunk.IndexStats;
import org.sluice.chunk.IndexedFile;
import org.sluice.chunk.Verified;

/** How long an index keeps what it was told, how much of it, and what it does when that is damaged. */
abstract class ChunkIndexLastingRules extends ChunkFixture {

    private static final int FILES = 200;
    private static final int DAMAGES = 24;

    @Test
    void what_was_added_outlives_the_process() throws IOException {
        IndexedFile file = file(1, 10, 11, 12);
        IndexedFile other = file(2, 12, 13);
        keeping.index().add(file);
        keeping.index().add(other);

        reopen();

        assertTrue(keeping.index().mayHold(2999));
        assertFalse(keeping.index().mayHold(2998));
        assertEquals(
                Optional.of(file.chunks()), keeping.index().chunks(file.file().key()));
        assertEquals(List.of(place(other, 0), place(file, 2)), keeping.index().find(hash(12)));
        assertEquals(List.of(place(other, 1)), keeping.index().find(hash(13)));
        assertEquals(2, keeping.index().stats().files());
        assertEquals(5, keeping.index().stats().entries());
    }

    @Test
    void what_was_forgotten_stays_forgotten() throws IOException {
        IndexedFile file = file(1, 10, 11, 12);
        keeping.index().add(file);
        reopen();
        keeping.index().forget(file.file().key());

        reopen();

        assertEquals(Optional.empty(), keeping.index().chunks(file.file().key()));
        assertEquals(List.of(), keeping.index().find(hash(11)));
        assertFalse(keeping.index().mayHold(2999));
        assertEquals(0, keeping.index().stats().entries());
    }

    @Test
    void what_one_process_adds_another_knows_soon() throws IOException {
        ChunkIndex mine = keeping.index();
        ChunkIndex theirs = open(AMPLE).index();
        theirs.add(file(9, 90));
        theirs.flush();
        assertEquals(List.of(place(file(9, 90), 0)), theirs.find(hash(90)));
        IndexedFile file = file(1, 10, 11);

        mine.add(file);
        mine.flush();

        Condition.met("the size is known", () -> theirs.mayHold(1999));
        Condition.met(
                "the chunks are known", () -> theirs.chunks(file.file().key()).equals(Optional.of(file.chunks())));
        Condition.met("the place is known", () -> theirs.find(hash(11)).equals(List.of(place(file, 1))));
        Condition.met("both are counted", () -> theirs.stats().entries() == 3);
    }

    @Test
    void the_files_used_least_recently_go_first() throws IOException {
        keeping.close();
        ChunkIndex index = open(new ChunkBounds(100, 0)).index();
        IndexedFile first = file(1, 1, 1001);
        IndexedFile found = file(2, 2, 1002);
        index.add(first);
        index.add(found);
        for (long inode = 3; inode <= 300; inode++) {
            index.add(file(inode, inode, 1000 + inode));
            index.flush();
            assertEquals(Optional.of(first.chunks()), index.chunks(first.file().key()), "asked for all the time");
            assertFalse(index.find(hash(1002)).isEmpty(), "found all the time");
            assertTrue(index.stats().entries() <= 100, () -> index.stats().toString());
        }

        assertTrue(index.stats().entries() >= 50, () -> "far too few are left: " + index.stats());
        assertFalse(index.find(hash(300)).isEmpty());
        assertEquals(Optional.empty(), index.chunks(file(5, 5, 1005).file().key()));
        assertEquals(List.of(), index.find(hash(1005)));
    }

    @Test
    void a_file_with_more_chunks_than_the_bound_is_left_out() throws IOException {
        keeping.close();
        ChunkIndex index = open(new ChunkBounds(3, 0)).index();
        index.add(file(1, 10, 11));

        index.add(file(2, 20, 21, 22, 23));
        index.flush();

        assertEquals(
                Optional.empty(), index.chunks(file(2, 20, 21, 22, 23).file().key()));
        assertEquals(List.of(), index.find(hash(20)));
        assertEquals(List.of(place(file(1, 10, 11), 0)), index.find(hash(10)));
    }

    @Test
    void a_lower_bound_is_kept_from_the_next_addition_on() throws IOException {
        for (long inode = 1; inode <= 100; inode++) {
            keeping.index().add(file(inode, inode));
        }
        keeping.close();

        ChunkIndex index = open(new ChunkBounds(10, 0)).index();
        index.add(file(101, 101));
        index.flush();

        assertTrue(index.stats().entries() <= 10, () -> index.stats().toString());
        assertEquals(List.of(place(file(101, 101), 0)), index.find(hash(101)));
    }

    @Test
    void what_is_not_current_is_collected() throws IOException {
        for (long inode = 1; inode <= 10; inode++) {
            keeping.index().add(file(inode, inode, 77));
        }
        TreeSet<Long> asked = new TreeSet<>();

        long dropped = keeping.index().collect(known -> {
            asked.add(known.key().inode());
            return known.equals(
                            file(known.key().inode(), known.key().inode(), 77).file())
                    && known.key().inode() % 2 == 0;
        });

        assertEquals(5, dropped);
        assertEquals(10, asked.size());
        assertEquals(10, keeping.index().stats().entries());
        assertEquals(List.of(), keeping.index().find(hash(3)));
        assertEquals(5, keeping.index().find(hash(77)).size());
        reopen();
        assertEquals(10, keeping.index().stats().entries());
        assertEquals(List.of(place(file(4, 4, 77), 0)), keeping.index().find(hash(4)));
        assertEquals(List.of(), keeping.index().find(hash(3)));
    }

    @Test
    void a_whole_index_is_verified() throws IOException {
        for (long inode = 1; inode <= FILES; inode++) {
            keeping.index().add(file(inode, inode));
        }

        assertEquals(new Verified(FILES, 0), keeping.index().verify());
        reopen();
        assertEquals(new Verified(FILES, 0), keeping.index().verify());
        assertEquals(FILES, keeping.index().stats().files());
    }

    @Test
    void what_it_holds_is_told() throws IOException {
        IndexStats empty = keeping.index().stats();
        keeping.index().add(file(1, 10, 11, 12));
        keeping.index().add(file(2, 12));
        keeping.index().flush();

        IndexStats stats = keeping.index().stats();

        assertEquals(0, empty.files() + empty.entries());
        assertEquals(2, stats.files());
        assertEquals(4, stats.entries());
        assertEquals(AMPLE.indexEntries(), stats.limit());
    }

    @Test
    void a_closed_index_knows_nothing_and_is_closed_twice() {
        IndexedFile file = file(1, 10);
        ChunkIndex index = keeping.index();
        index.add(file);

        keeping.close();
        keeping.close();

        index.add(file(2, 20));
        index.forget(file.file().key());
        index.flush();
        assertEquals(Optional.empty(), index.chunks(file.file().key()));
        assertEquals(List.of(), index.find(hash(10)));
        assertFalse(index.mayHold(999));
        assertEquals(0, index.stats().files());
        assertEquals(new Verified(0, 0), index.verify());
        assertEquals(0, index.collect(known -> false));
    }

    @Test
    void a_folder_has_chunks_of_one_hasher() {
        assertThrows(IOException.class, () -> keeper().open(folder.resolve("kept"), new OtherHasher(hasher()), AMPLE));
    }

    @Test
    void a_folder_that_cannot_be_made_is_an_error() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");

        assertThrows(
                IOException.class, () -> keeper().open(file, hasher(), AMPLE).close());
    }

    @Test
    void of_a_damaged_index_only_what_is_right_is_ever_answered() throws IOException {
        long seed = System.nanoTime();
        RandomGenerator random = Bytes.random(seed);
        for (int damage = 0; damage < DAMAGES; damage++) {
            for (long inode = 1; inode <= FILES; inode++) {
                keeping.index().add(file(inode, inode, 1000 + inode % 7));
            }
            keeping.close();
            for (Path file : files()) {
                damage(file, damage, random);
            }

            keeping = open(AMPLE);

            answersRight(keeping, seed);
            IndexedFile fresh = file(5000 + damage, 9000 + damage);
            keeping.index().add(fresh);
            reopen();
            assertEquals(
                    Optional.of(fresh.chunks()),
                    keeping.index().chunks(fresh.file().key()),
                    () -> "it works on; run " + seed);
        }
    }

    private static void damage(Path file, int kind, RandomGenerator random) throws IOException {
        byte[] content = Files.readAllBytes(file);
        switch (kind % 6) {
            case 0 -> random.nextBytes(content);
            case 1 -> content = Arrays.copyOf(content, random.nextInt(content.length + 1));
            default -> {
                for (int flips = 1 << random.nextInt(6); flips > 0 && content.length > 0; flips--) {
                    content[random.nextInt(content.length)] ^= (byte) (1 << random.nextInt(8));
                }
            }
        }
        Files.write(file, content);
    }

    private static void answersRight(ChunkKeeping keeping, long seed) {
        for (long inode = 1; inode <= FILES; inode++) {
            IndexedFile right = file(inode, inode, 1000 + inode % 7);
            Optional<FileChunks> chunks = keeping.index().chunks(right.file().key());
            chunks.ifPresent(known -> assertEquals(right.chunks(), known, () -> "run " + seed));
            for (ChunkPlace place : keeping.index().find(hash(inode))) {
                assertEquals(place(right, 0), place, () -> "run " + seed);
            }
        }
    }
}
