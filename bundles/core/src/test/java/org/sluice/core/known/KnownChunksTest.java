package org.sluice.core.known;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.chunk.Chunk;
import org.sluice.chunk.ChunkPlace;
import org.sluice.chunk.FileKey;
import org.sluice.chunk.Hash;
import org.sluice.chunk.Hasher;
import org.sluice.chunk.KnownFile;
import org.sluice.core.Condition;
import org.sluice.core.chunk.ChunkSettings;
import org.sluice.core.chunk.LateChunks;
import org.sluice.core.fill.Sha256;
import org.sluice.core.session.Chunking;
import org.sluice.io.Entry;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.io.fallback.NioBackend;
import org.sluice.tck.MemoryChunkKeeper;

class KnownChunksTest {

    private static final long MUCH = 5L * Chunk.SIZE;
    private static final long LITTLE = 2L * Chunk.SIZE;

    @TempDir
    private Path directory;

    private Root root;
    private LateChunks late;
    private final Hasher hasher = new NamedHasher("h");

    @BeforeEach
    void open_the_root() throws IOException {
        root = new NioBackend().root(directory);
        late = new LateChunks(directory.resolve("home"), ChunkSettings.bounds(Map.of()));
        late.setKeeper(new MemoryChunkKeeper());
    }

    @AfterEach
    void close_the_root() throws IOException {
        root.close();
    }

    private KnownChunks known(Predicate<Path> usable, boolean lasting) {
        return new KnownChunks(late, hasher, Chunking.USUAL, new NioBackend(), usable, lasting);
    }

    private static Hash hash(int number) {
        return new Hash(number, 0, 0, 7);
    }

    private static ChunkPlace.InFile inFile(KnownChunks known, Hash hash) {
        return (ChunkPlace.InFile) known.places(hash).getFirst();
    }

    /** A file of holes, which was read and had these hashes. */
    private Entry read(KnownChunks known, String name, long size) throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(directory.resolve(name).toFile(), "rw")) {
            file.setLength(size);
        }
        Entry entry = root.find(RelPath.parse(name)).orElseThrow();
        known.wasRead(root, entry, hashes(size));
        return entry;
    }

    private static List<Hash> hashes(long size) {
        return IntStream.range(0, Chunking.USUAL.count(size))
                .mapToObj(KnownChunksTest::hash)
                .toList();
    }

    @Test
    void what_was_read_is_known_by_its_size_and_its_chunks() throws Exception {
        try (KnownChunks known = known(all -> true, false)) {
            read(known, "f", MUCH);

            assertTrue(known.mayHold(MUCH));
            assertFalse(known.mayHold(MUCH + 1));
            assertEquals(Chunk.SIZE, inFile(known, hash(1)).offset());
            assertEquals(List.of(), known.places(hash(77)));
        }
    }

    @Test
    void a_peer_gets_nothing_from_where_it_may_not_look() throws Exception {
        try (KnownChunks ours = known(all -> true, false);
                KnownChunks theirs = known(path -> path.endsWith("share"), false)) {
            read(ours, "secret", MUCH);

            assertEquals(List.of(), theirs.places(hash(1)));
            // the control: it is known
            assertEquals(1, ours.places(hash(1)).size());
        }
    }

    @Test
    void the_index_is_not_opened_for_little() throws Exception {
        try (KnownChunks known = known(all -> true, false)) {
            read(known, "little", LITTLE);
            assertFalse(known.mayHold(LITTLE));
            assertEquals(Optional.empty(), late.opened());

            read(known, "much", MUCH);
            assertTrue(late.opened().isPresent());
            assertTrue(known.mayHold(LITTLE));
        }
    }

    @Test
    void one_that_serves_for_long_notes_little_too() throws Exception {
        try (KnownChunks known = known(all -> true, true)) {
            read(known, "little", LITTLE);
        }

        assertTrue(late.opened().orElseThrow().index().mayHold(LITTLE));
    }

    @Test
    void what_has_changed_since_it_was_looked_at_is_not_noted() throws Exception {
        try (KnownChunks known = known(all -> true, false)) {
            Entry entry = read(known, "f", LITTLE);
            try (RandomAccessFile file =
                    new RandomAccessFile(directory.resolve("f").toFile(), "rw")) {
                file.setLength(MUCH);
            }
            known.wasRead(root, entry, List.of(hash(0), hash(1)));
            read(known, "much", MUCH);

            assertEquals(
                    List.of("much"),
                    known.places(hash(4)).stream()
                            .map(place ->
                                    ((ChunkPlace.InFile) place).file().path().toString())
                            .toList());
        }
    }

    @Test
    void a_file_that_is_not_there_any_more_is_not_opened() throws Exception {
        try (KnownChunks known = known(all -> true, false)) {
            read(known, "f", MUCH);
            ChunkPlace.InFile place = inFile(known, hash(1));
            root.remove(RelPath.parse("f"));

            assertEquals(Optional.empty(), known.open(place));
            assertEquals(List.of(), known.places(hash(1)));
        }
    }

    private KnownChunks hashing(boolean serving) {
        return new KnownChunks(late, SHA, Chunking.USUAL, new NioBackend(), all -> true, serving);
    }

    private static final Hasher SHA = new Sha256();
    private static final MemorySegment CONTENT = MemorySegment.ofArray(new byte[] {1, 2, 3});
    private static final Hash HASH = SHA.hash(CONTENT);

    @Test
    void what_is_kept_is_found_by_the_size_of_its_file_and_read_again() throws Exception {
        try (KnownChunks known = hashing(false)) {
            assertFalse(known.mayHold(MUCH));
            known.keep(HASH, CONTENT, MUCH);
        }

        try (KnownChunks later = hashing(false)) {
            assertTrue(later.mayHold(MUCH));
            assertFalse(later.mayHold(MUCH + 1));
            assertEquals(List.of(new ChunkPlace.InStore(3)), later.places(HASH));
            MemorySegment room = MemorySegment.ofArray(new byte[3]);
            assertEquals(OptionalInt.of(3), later.stored(HASH, room));
            assertEquals(-1, room.mismatch(CONTENT));
        }
    }

    @Test
    void what_is_not_what_its_hash_says_is_not_kept() throws Exception {
        try (KnownChunks known = hashing(false)) {
            known.keep(hash(1), CONTENT, MUCH);

            assertFalse(known.keeps(hash(1)));
            assertFalse(known.mayHold(MUCH));
        }
    }

    @Test
    void a_peer_gets_from_the_store_only_what_came_by_a_share() throws Exception {
        MemorySegment other = MemorySegment.ofArray(new byte[] {4});
        try (KnownChunks ours = hashing(false);
                KnownChunks served = hashing(true)) {
            ours.keep(HASH, CONTENT, MUCH);
            served.keep(SHA.hash(other), other, MUCH + 1);
        }

        try (KnownChunks ours = hashing(false);
                KnownChunks served = hashing(true)) {
            assertFalse(served.mayHold(MUCH));
            assertEquals(List.of(), served.places(HASH));
            assertTrue(served.mayHold(MUCH + 1));
            assertEquals(List.of(new ChunkPlace.InStore(1)), served.places(SHA.hash(other)));
            // the control: all of it is there
            assertEquals(1, ours.places(HASH).size());
            assertEquals(1, ours.places(SHA.hash(other)).size());
        }
    }

    @Test
    void records_of_the_store_that_are_damaged_are_skipped() throws Exception {
        try (KnownChunks known = hashing(false)) {
            known.keep(HASH, CONTENT, MUCH);
            known.keep(SHA.hash(CONTENT.asSlice(1)), CONTENT.asSlice(1), MUCH + 1);
        }
        Path records = directory.resolve("home/rescued");
        byte[] bytes = Files.readAllBytes(records);
        bytes[35] ^= 1;
        Files.write(records, bytes);

        try (KnownChunks known = hashing(false)) {
            assertFalse(known.mayHold(MUCH));
            assertTrue(known.mayHold(MUCH + 1));
        }
    }

    private Entry find(String name) throws IOException {
        return root.find(RelPath.parse(name)).orElseThrow();
    }

    /** Copies as a local transfer does, and notes it. */
    private void copy(String from, String to) throws Exception {
        Files.setLastModifiedTime(directory.resolve(from), FileTime.fromMillis(1_700_000_000_000L));
        Files.copy(directory.resolve(from), directory.resolve(to), StandardCopyOption.COPY_ATTRIBUTES);
        FileKey source = FileKey.of(find(from)).orElseThrow();
        FileKey copy = FileKey.of(find(to)).orElseThrow();
        Condition.met("a change would show", () -> source.isSettled(Instant.now()) && copy.isSettled(Instant.now()));
        new Copies(late.folder())
                .add(List.of(new Copies.Copy(source, new KnownFile(directory, RelPath.parse(to), copy))));
    }

    @Test
    void a_copy_of_what_is_known_is_known() throws Exception {
        try (KnownChunks known = known(all -> true, false)) {
            read(known, "f", MUCH);
            copy("f", "g");
            known.wasRead(root, find("f"), hashes(MUCH));
        }

        try (KnownChunks known = known(all -> true, false)) {
            assertEquals(Optional.of(hashes(MUCH)), known.of(find("g")));
        }
    }

    @Test
    void a_copy_that_has_changed_since_is_not_known() throws Exception {
        try (KnownChunks known = known(all -> true, false)) {
            read(known, "f", MUCH);
            copy("f", "g");
            known.wasRead(root, find("f"), hashes(MUCH));
        }
        try (RandomAccessFile file = new RandomAccessFile(directory.resolve("g").toFile(), "rw")) {
            file.write(1);
        }

        try (KnownChunks known = known(all -> true, false)) {
            assertEquals(Optional.empty(), known.of(find("g")));
        }
    }

    @Test
    void a_copy_of_what_becomes_known_afterwards_is_known() throws Exception {
        try (KnownChunks known = known(all -> true, false)) {
            read(known, "other", MUCH);
        }
        try (RandomAccessFile file = new RandomAccessFile(directory.resolve("f").toFile(), "rw")) {
            file.setLength(MUCH);
        }
        copy("f", "g");

        try (KnownChunks known = known(all -> true, false)) {
            assertEquals(Optional.empty(), known.of(find("g")));
            known.wasRead(root, find("f"), hashes(MUCH));
        }

        try (KnownChunks known = known(all -> true, false)) {
            assertEquals(Optional.of(hashes(MUCH)), known.of(find("g")));
        }
    }
}
