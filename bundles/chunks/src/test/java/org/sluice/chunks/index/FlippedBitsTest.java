package org.sluice.chunks.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;
import org.sluice.chunk.ChunkBounds;
import org.sluice.chunk.ChunkKeeping;
import org.sluice.chunk.ChunkPlace;
import org.sluice.chunk.FileChunks;
import org.sluice.chunk.FileKey;
import org.sluice.chunk.Hash;
import org.sluice.chunk.Hasher;
import org.sluice.chunk.IndexedFile;
import org.sluice.chunk.KnownFile;
import org.sluice.chunks.Blake3Scalar;
import org.sluice.chunks.FolderKeeper;
import org.sluice.io.RelPath;
import org.sqlite.SQLiteDataSource;

/**
 * A bit turns in the database, its log, its lock or a chunk that is kept; every bit of all files is as likely. What is
 * answered then is right, or nothing.
 */
class FlippedBitsTest {

    private static final ChunkBounds BOUNDS = new ChunkBounds(100_000, 1 << 30);
    private static final Hasher HASHER = new Blake3Scalar();
    private static final int FILES = 40;
    private static final int CHUNKS = 8;
    private static final int CHUNK = 3000;
    private static final int LENGTH = 4000;

    @TempDir
    private Path folder;

    /** In memory where there is such a place: thousands of databases are opened, and each syncs. */
    @TempDir(factory = InMemory.class)
    private Path quick;

    static final class InMemory implements TempDirFactory {

        private static final Path SHARED_MEMORY = Path.of("/dev/shm");

        @Override
        public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context) throws IOException {
            return Files.isWritable(SHARED_MEMORY)
                    ? Files.createTempDirectory(SHARED_MEMORY, "sluice-flips-")
                    : Files.createTempDirectory("sluice-flips-");
        }
    }

    private final List<IndexedFile> files = new ArrayList<>();
    private final List<Hash> kept = new ArrayList<>();

    private static IndexedFile file(long inode, Random random) {
        List<Hash> hashes = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            hashes.add(new Hash(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong()));
        }
        Instant changed = Instant.ofEpochSecond(1_700_000_000 + inode, 5);
        FileKey key = new FileKey(7, inode, 6 * CHUNK, changed.minusSeconds(1), changed);
        KnownFile known = new KnownFile(Path.of("/srv/in").toAbsolutePath(), RelPath.parse("dir/file" + inode), key);
        return new IndexedFile(known, changed.plusSeconds(60), new FileChunks(6 * CHUNK, CHUNK, hashes));
    }

    /** Half of the files are in the database, half in its log, as a kill leaves it. */
    @BeforeEach
    void keep() throws Exception {
        Random random = new Random(1);
        Path alive = folder.resolve("alive");
        for (boolean isLast : new boolean[] {false, true}) {
            ChunkKeeping keeping = new FolderKeeper().open(alive, HASHER, BOUNDS);
            for (int i = 0; i < FILES / 2; i++) {
                files.add(file(files.size() + 1, random));
                keeping.index().add(files.getLast());
            }
            for (int i = 0; i < CHUNKS / 2; i++) {
                byte[] chunk = new byte[LENGTH];
                random.nextBytes(chunk);
                kept.add(HASHER.hash(MemorySegment.ofArray(chunk)));
                keeping.store().put(kept.getLast(), MemorySegment.ofArray(chunk));
            }
            keeping.index().flush();
            if (isLast) {
                copy(alive, folder.resolve("original"));
            }
            keeping.close();
        }
        assertTrue(Files.size(folder.resolve("original/chunks.db-wal")) > 0, "there is a log");
        assertTrue(Files.size(folder.resolve("original/chunks.db")) > 0, "there is a database");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Path target = to.resolve(from.relativize(path));
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    @Test
    void no_bit_that_turns_makes_an_answer_wrong() throws Exception {
        turn(150, System.nanoTime());
    }

    @Test
    @Tag("torture")
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void none_of_ten_thousand_bits_that_turn_makes_an_answer_wrong() throws Exception {
        turn(10_000, System.nanoTime());
    }

    private void turn(int rounds, long seed) throws Exception {
        Random random = new Random(seed);
        Flips flips = new Flips(folder.resolve("original"));
        int complete = 0;
        long missing = 0;
        for (int round = 0; round < rounds; round++) {
            Path copy = quick.resolve("copy");
            Flips.Flip flip = flips.copy(copy, random);
            long lacks = lacking(copy, "run " + seed + ", " + flip);
            complete += lacks == 0 ? 1 : 0;
            missing += lacks;
            Flips.remove(copy);
        }
        System.out.printf(
                "%d of %d bits turned in %d bytes: 0 wrong answers, %d harmless, in the others %d answers of %d missing%n",
                rounds, rounds, flips.bytes(), complete, missing, (long) rounds * (2 * FILES + CHUNKS));
    }

    /** How many answers are missing; fails when one is wrong. */
    private long lacking(Path copy, String what) throws IOException {
        long lacking = 0;
        try (ChunkKeeping keeping = new FolderKeeper().open(copy, HASHER, BOUNDS)) {
            for (IndexedFile file : files) {
                Optional<FileChunks> chunks = keeping.index().chunks(file.file().key());
                chunks.ifPresent(known -> assertEquals(file.chunks(), known, what));
                List<ChunkPlace> places =
                        keeping.index().find(file.chunks().hashes().get(2));
                List<ChunkPlace> right = List.of(new ChunkPlace.InFile(file.file(), 2 * CHUNK, CHUNK));
                assertTrue(places.isEmpty() || places.equals(right), what);
                lacking += (chunks.isPresent() ? 0 : 1) + (places.isEmpty() ? 1 : 0);
            }
            MemorySegment room = MemorySegment.ofArray(new byte[2 * LENGTH]);
            for (Hash hash : kept) {
                OptionalInt length = keeping.store().get(hash, room);
                if (length.isPresent()) {
                    assertEquals(hash, HASHER.hash(room.asSlice(0, length.getAsInt())), what);
                } else {
                    lacking++;
                }
            }
        }
        return lacking;
    }

    /** The control: who does not ask for proofs and hashes gets what is wrong. */
    @Test
    void without_a_proof_the_same_bits_make_answers_wrong() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Flips flips = new Flips(folder.resolve("original"));
        int wrongRows = 0;
        int wrongChunks = 0;
        for (int round = 0; round < 400; round++) {
            Path copy = quick.resolve("copy");
            flips.copy(copy, random);
            wrongRows += wrongRows(copy.resolve("chunks.db"));
            for (Hash hash : kept) {
                byte[] chunk = Files.readAllBytes(copy.resolve("chunks")
                        .resolve(hash.toString().substring(0, 2))
                        .resolve(hash.toString()));
                wrongChunks += HASHER.hash(MemorySegment.ofArray(chunk)).equals(hash) ? 0 : 1;
            }
            Flips.remove(copy);
        }
        assertTrue(wrongRows > 0, "no row was wrong: that shows nothing; run " + seed);
        assertTrue(wrongChunks > 0, "no chunk was wrong: that shows nothing; run " + seed);
    }

    /** Rows that SQLite gives without complaint, and that were never written. */
    private int wrongRows(Path database) {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + database);
        int wrong = 0;
        try (Connection connection = source.getConnection();
                ResultSet rows = connection.createStatement().executeQuery("SELECT row FROM file")) {
            while (rows.next()) {
                wrong += isRight(rows.getBytes(1)) ? 0 : 1;
            }
        } catch (SQLException noticed) {
            return wrong;
        }
        return wrong;
    }

    private boolean isRight(byte[] bytes) {
        try {
            Row row = new Row(bytes);
            return files.contains(new IndexedFile(row.file(), row.seen(), row.chunks()));
        } catch (RuntimeException noticed) {
            return true;
        }
    }

    @Test
    void a_row_is_proven_by_all_of_its_bytes() {
        byte[] row = Row.of(files.getFirst()).bytes();
        assertTrue(Row.proven(row).isPresent());

        for (int bit = 0; bit < 8 * row.length; bit++) {
            byte[] other = row.clone();
            other[bit / 8] ^= (byte) (1 << bit % 8);
            assertTrue(Row.proven(other).isEmpty(), "bit " + bit);
        }
        for (int length = 0; length < row.length; length++) {
            byte[] shorter = MemorySegment.ofArray(row).asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
            assertTrue(Row.proven(shorter).isEmpty(), length + " bytes");
        }
    }

    @Test
    void a_row_that_says_more_than_it_has_is_none_whatever_its_proof() {
        byte[] head = new Row(Row.of(files.getFirst()).bytes()).head();
        byte[] row = Arrays.copyOf(head, head.length + Row.PROOF);
        ByteBuffer.wrap(row)
                .putLong(head.length, HASHER.hash(MemorySegment.ofArray(head)).w0());
        assertTrue(Row.proven(row).isEmpty());

        byte[] nothing = new byte[Row.PROOF];
        ByteBuffer.wrap(nothing)
                .putLong(0, HASHER.hash(MemorySegment.ofArray(new byte[0])).w0());
        assertTrue(Row.proven(nothing).isEmpty());
    }
}
