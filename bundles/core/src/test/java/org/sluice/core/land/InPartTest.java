package org.sluice.core.land;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.chunk.Chunk;
import org.sluice.chunk.Hash;
import org.sluice.core.session.Chunking;
import org.sluice.core.session.ManifestEntry;
import org.sluice.core.session.Placed.Verdict;
import org.sluice.core.session.ProtocolException;
import org.sluice.io.EntryKind;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.io.fallback.NioBackend;

/** Files whose chunks are asked for one by one: what a hostile sender may send instead, and who is asked at all. */
class InPartTest {

    private static final int SIZE = 3 * Chunk.SIZE;
    private static final Hash HASH = new Hash(1, 2, 3, 4);
    private static final Hash OTHER = new Hash(4, 3, 2, 1);
    private static final Metadata METADATA =
            new Metadata(0644, Metadata.UNKNOWN, Metadata.UNKNOWN, Instant.ofEpochSecond(1_700_000_000));

    @TempDir
    private Path directory;

    private interface Lane {
        void run(Landing landing, PartialFile file) throws Exception;
    }

    /** A landing that expects one file in part, whose chunk 1 was asked for. */
    private void asked(Lane lane) throws Exception {
        try (Root root = new NioBackend().root(directory);
                Staging staging = Staging.open(root);
                Landing landing = new Landing(root, staging, new Harbour(root))) {
            landing.expect(new Expected(1, RelPath.parse("f"), SIZE, METADATA, true));
            PartialFile file = landing.filling(1).orElseThrow();
            assertTrue(file.look(1, HASH));
            landing.leaveFor(file);
            landing.ask(1, List.of(1));
            lane.run(landing, file);
        }
    }

    private static void refused(Landing landing, int number) {
        assertThrows(ProtocolException.class, () -> landing.begin(1, Chunking.USUAL.offset(number), Chunk.SIZE));
    }

    @Test
    void a_chunk_nobody_asked_for_breaks_the_protocol() throws Exception {
        asked((landing, file) -> {
            refused(landing, 0);
            refused(landing, 2);
            assertThrows(ProtocolException.class, () -> landing.begin(1, SIZE, Chunk.SIZE));
        });
    }

    @Test
    void a_chunk_that_comes_twice_breaks_the_protocol() throws Exception {
        asked((landing, file) -> {
            landing.end(landing.begin(1, Chunk.SIZE, Chunk.SIZE).orElseThrow(), Optional.of(HASH));

            refused(landing, 1);
        });
    }

    @Test
    void a_chunk_with_another_hash_than_was_said_breaks_the_protocol() throws Exception {
        asked((landing, file) -> {
            Arriving range = landing.begin(1, Chunk.SIZE, Chunk.SIZE).orElseThrow();

            assertThrows(ProtocolException.class, () -> landing.end(range, Optional.of(OTHER)));
        });
    }

    @Test
    void a_file_given_up_while_a_chunk_is_looked_for_is_closed_by_who_looks() throws Exception {
        asked((landing, file) -> {
            assertTrue(file.look(0, HASH));
            landing.abandon(1);
            landing.leaveFor(file);

            assertFalse(file.look(2, HASH));
            assertEquals(Optional.empty(), landing.filling(1));
        });
    }

    private Verdict place(Root root, Optional<Resumption> resumption, Staging staging) throws Exception {
        try (Landing landing = new Landing(root, staging, new Harbour(root), resumption)) {
            Placement placement =
                    new Placement(new Destination(root, RelPath.ROOT, Optional.empty()), staging, landing, false);
            return placement
                    .place(new ManifestEntry(1, RelPath.parse("f"), EntryKind.FILE, SIZE, METADATA, new byte[0]))
                    .verdict();
        }
    }

    @Test
    void a_sender_that_does_not_know_chunks_is_asked_for_whole_files() throws Exception {
        Files.write(directory.resolve("f"), new byte[1000]);
        try (Root root = new NioBackend().root(directory);
                Staging staging = Staging.open(root)) {
            Resumption resumption =
                    new Resumption(staging.partials(), "h", Chunking.USUAL, Prospect.NONE, new HashRoom(6).lease());

            assertEquals(Verdict.WANTED, place(root, Optional.empty(), staging));
            // the control: of one that does, hashes are asked for
            assertEquals(Verdict.WANTED_IN_PART, place(root, Optional.of(resumption), staging));
        }
    }

    @Test
    void hashes_are_asked_for_up_to_a_bound_whatever_sizes_are_announced() throws Exception {
        for (String name : List.of("a", "b", "c", "d")) {
            Files.write(directory.resolve(name), new byte[1000]);
        }
        try (Root root = new NioBackend().root(directory);
                Staging staging = Staging.open(root);
                Landing landing = new Landing(
                        root,
                        staging,
                        new Harbour(root),
                        Optional.of(new Resumption(
                                staging.partials(), "h", Chunking.USUAL, Prospect.NONE, new HashRoom(6).lease())))) {
            Placement placement =
                    new Placement(new Destination(root, RelPath.ROOT, Optional.empty()), staging, landing, false);

            assertEquals(Verdict.WANTED, verdict(placement, 1, "a", 3L * Chunk.SIZE + 1));
            assertEquals(Verdict.WANTED_IN_PART, verdict(placement, 2, "b", 2L * Chunk.SIZE));
            assertEquals(Verdict.WANTED_IN_PART, verdict(placement, 3, "c", Chunk.SIZE));
            assertEquals(Verdict.WANTED, verdict(placement, 4, "d", Chunk.SIZE));
            placement.abandon(3);
            assertEquals(Verdict.WANTED_IN_PART, verdict(placement, 5, "d", Chunk.SIZE));
        }
    }

    private static Verdict verdict(Placement placement, long id, String name, long size) {
        return placement
                .place(new ManifestEntry(id, RelPath.parse(name), EntryKind.FILE, size, METADATA, new byte[0]))
                .verdict();
    }

    @Test
    void what_comes_from_a_sender_that_does_not_know_chunks_leaves_nothing_to_resume() throws Exception {
        try (Root root = new NioBackend().root(directory);
                Staging staging = Staging.open(root);
                Landing landing = new Landing(root, staging, new Harbour(root))) {
            landing.expect(new Expected(1, RelPath.parse("f"), SIZE, METADATA, false));
            Arriving file = landing.begin(1, 0, Chunk.SIZE).orElseThrow();
            landing.write(file, 0, MemorySegment.ofArray(new byte[Chunk.SIZE]));
            landing.end(file, Optional.of(HASH));
        }

        assertFalse(Files.exists(directory.resolve(".sluice-staging")));
    }
}
