package org.sluice.core.fill;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.chunk.Chunk;
import org.sluice.chunk.ChunkStore;
import org.sluice.chunk.Digest;
import org.sluice.chunk.Hash;
import org.sluice.core.chunk.ChunkSettings;
import org.sluice.core.chunk.LateChunks;
import org.sluice.io.Metadata;
import org.sluice.io.Root;
import org.sluice.io.fallback.NioBackend;
import org.sluice.tck.MemoryChunkKeeper;

/** What a session that broke off has left is used by the next, as far as it is what it should be. */
class ResumeTest {

    private static final int SIZE = 2 * Chunk.SIZE + 1000;
    private static final long SEED = 4;

    @TempDir
    private Path directory;

    private Path partials;
    private Root root;
    private final byte[] content = new byte[SIZE];
    private final Metadata metadata =
            new Metadata(0644, Metadata.UNKNOWN, Metadata.UNKNOWN, Instant.ofEpochSecond(1_700_000_000));

    @BeforeEach
    void open_the_root() throws IOException {
        new Random(SEED).nextBytes(content);
        partials = directory.resolve(".sluice-staging/partial");
        root = new NioBackend().root(directory);
    }

    @AfterEach
    void close_the_root() throws IOException {
        root.close();
    }

    private Visit visit() {
        return new Visit(root, content, metadata);
    }

    private void assertArrived() throws IOException {
        assertArrayEquals(content, Files.readAllBytes(directory.resolve(Visit.NAME)));
        assertFalse(Files.exists(directory.resolve(".sluice-staging")), "something is left behind");
    }

    private Path left(boolean journal) throws IOException {
        try (Stream<Path> files = Files.list(partials)) {
            return files.filter(file -> file.toString().endsWith(".journal") == journal)
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void only_what_is_missing_comes_after_a_break() throws Exception {
        assertEquals(Set.of(0, 1), new TreeSet<>(visit().after(2).run()));
        assertFalse(Files.exists(directory.resolve(Visit.NAME)), "a part of it has its name");

        assertEquals(Set.of(2), visit().run());

        assertArrived();
    }

    @Test
    void a_second_break_loses_nothing_of_the_first() throws Exception {
        visit().after(1).run();
        assertEquals(Set.of(1), visit().after(1).run());

        assertEquals(Set.of(2), visit().run());

        assertArrived();
    }

    @Test
    void what_a_changed_source_takes_the_place_of_is_kept() throws Exception {
        LateChunks kept = new LateChunks(directory.resolve("home"), ChunkSettings.bounds(Map.of()));
        kept.setKeeper(new MemoryChunkKeeper());
        List<Hash> before = Visit.hashes(content);
        visit().after(2).run();
        content[5] ^= 1;
        assertEquals(Set.of(0, 2), visit().where(kept).run());
        ChunkStore store = kept.open(new Sha256()).orElseThrow().store();
        assertTrue(store.find(before.get(0)).isPresent());
        assertTrue(store.find(before.get(1)).isEmpty(), "it is in the file");

        Files.delete(directory.resolve(Visit.NAME));
        content[5] ^= 1;

        assertEquals(Set.of(1, 2), visit().where(kept).run());
        assertArrived();
    }

    @Test
    void of_a_source_that_has_changed_the_chunks_that_differ_come() throws Exception {
        visit().after(2).run();
        content[5] ^= 1;

        assertEquals(Set.of(0, 2), visit().run());

        assertArrived();
    }

    @Test
    void a_source_that_has_become_longer_or_shorter_is_resumed_too() throws Exception {
        visit().after(2).run();
        byte[] longer = Arrays.copyOf(content, content.length + Chunk.SIZE);

        assertEquals(Set.of(2), new Visit(root, longer, metadata).after(1).run());
        byte[] shorter = Arrays.copyOf(content, Chunk.SIZE + 1);
        assertEquals(Set.of(1), new Visit(root, shorter, metadata).run());

        assertArrayEquals(shorter, Files.readAllBytes(directory.resolve(Visit.NAME)));
    }

    @Test
    void what_the_version_at_the_destination_has_does_not_come_again() throws Exception {
        visit().run();
        content[Chunk.SIZE] ^= 1;

        Metadata touched = new Metadata(0644, Metadata.UNKNOWN, Metadata.UNKNOWN, Instant.ofEpochSecond(1_800_000_000));
        assertEquals(Set.of(1), new Visit(root, content, touched).run());

        assertArrived();
    }

    @Test
    void what_is_left_of_a_file_that_has_landed_otherwise_is_removed() throws Exception {
        visit().after(2).run();
        Path there = Files.write(directory.resolve(Visit.NAME), content);
        Files.setLastModifiedTime(there, FileTime.from(metadata.modified()));

        assertEquals(Set.of(), visit().run());

        assertArrived();
    }

    @Test
    void what_is_older_than_a_week_is_removed() throws Exception {
        visit().after(2).run();
        Files.setLastModifiedTime(left(true), FileTime.from(Instant.now().minus(Duration.ofDays(8))));

        assertEquals(Set.of(0, 1, 2), visit().run());

        assertArrived();
    }

    @Test
    void what_a_dead_process_left_in_its_folder_is_found() throws Exception {
        visit().after(2).run();
        Path dead = Files.createDirectories(directory.resolve(".sluice-staging/999999999-1-1"));
        for (Path file : List.of(left(true), left(false))) {
            Files.move(file, dead.resolve(file.getFileName()));
        }

        assertEquals(Set.of(2), visit().run());

        assertArrived();
    }

    @Test
    void records_whose_data_was_never_written_cost_time_and_nothing_else() throws Exception {
        visit().after(2).run();
        Files.write(left(false), new byte[SIZE], StandardOpenOption.TRUNCATE_EXISTING);

        assertEquals(Set.of(0, 1, 2), visit().run());

        assertArrived();
    }

    /** The control of the test before: who believes the journal delivers wrong bytes. */
    @Test
    void a_receiver_that_believed_the_journal_would_lose_data() throws Exception {
        visit().after(2).run();
        Files.write(left(false), new byte[SIZE], StandardOpenOption.TRUNCATE_EXISTING);
        Hash zeros = new Sha256().hash(MemorySegment.ofArray(new byte[Chunk.SIZE]));
        Hash first = Visit.hashes(content).getFirst();

        Set<Integer> sent = new Visit(root, content, metadata, new Credulous(Map.of(zeros, first))).run();

        assertEquals(Set.of(1, 2), sent);
        byte[] arrived = Files.readAllBytes(directory.resolve(Visit.NAME));
        assertFalse(Arrays.equals(content, arrived), "the loss is not seen");
    }

    /** Takes some content for other. */
    private static final class Credulous extends Sha256 {

        private final Map<Hash, Hash> instead;

        Credulous(Map<Hash, Hash> instead) {
            this.instead = new HashMap<>(instead);
        }

        @Override
        public Digest digest() {
            Digest honest = super.digest();
            return new Digest() {
                @Override
                public void update(MemorySegment data) {
                    honest.update(data);
                }

                @Override
                public Hash finish() {
                    Hash hash = honest.finish();
                    return instead.getOrDefault(hash, hash);
                }
            };
        }
    }

    @Test
    void single_bits_that_flip_in_partial_files_and_journals_deliver_no_wrong_byte() throws Exception {
        flip(12);
    }

    @Test
    @Tag("torture")
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void five_thousand_bits_that_flip_deliver_no_wrong_byte() throws Exception {
        flip(5000);
    }

    private void flip(int flips) throws Exception {
        visit().after(2).run();
        Path data = left(false);
        Path journal = left(true);
        byte[] dataLeft = Files.readAllBytes(data);
        byte[] journalLeft = Files.readAllBytes(journal);
        Random random = new Random(SEED);
        int noticed = 0;
        for (int i = 0; i < flips; i++) {
            boolean ofJournal = i % 2 == 0;
            byte[] flipped = (ofJournal ? journalLeft : dataLeft).clone();
            // The last chunk never came: what is there has no meaning.
            int bit = random.nextInt(8 * (ofJournal ? flipped.length : 2 * Chunk.SIZE));
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.createDirectories(partials);
            Files.write(data, ofJournal ? dataLeft : flipped);
            Files.write(journal, ofJournal ? flipped : journalLeft);
            Files.deleteIfExists(directory.resolve(Visit.NAME));

            Set<Integer> sent = visit().run();

            noticed += sent.size() > 1 ? 1 : 0;
            assertTrue(sent.contains(2), () -> "bit " + bit + " of seed " + SEED);
            assertArrived();
        }
        assertEquals(flips, noticed, "bits that flip make chunks come again");
    }
}
