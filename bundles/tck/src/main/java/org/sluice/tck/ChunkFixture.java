package org.sluice.tck;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.chunk.ChunkBounds;
import org.sluice.chunk.ChunkKeeper;
import org.sluice.chunk.ChunkKeeping;
import org.sluice.chunk.ChunkPlace;
import org.sluice.chunk.FileChunks;
import org.sluice.chunk.FileKey;
import org.sluice.chunk.Hash;
import org.sluice.chunk.Hasher;
import org.sluice.chunk.IndexedFile;
import org.sluice.chunk.KnownFile;
import org.sluice.io.RelPath;

/** What the rules of index and store begin with: a keeping of its own in an empty folder, and files that nobody has. */
abstract class ChunkFixture {

    static final int CHUNK = 1000;
    static final ChunkBounds AMPLE = new ChunkBounds(100_000, 1 << 30);
    static final Path ROOT = Path.of("/srv/in").toAbsolutePath();
    static final Instant CHANGED = Instant.ofEpochSecond(1_700_000_000, 123_456_789);
    static final Instant SEEN = CHANGED.plusSeconds(60);

    @TempDir
    Path folder;

    ChunkKeeping keeping;

    private final List<ChunkKeeping> opened = new ArrayList<>();

    /** The keeper under test: within one test always the same. */
    protected abstract ChunkKeeper keeper();

    /** What hashes are made by. */
    protected Hasher hasher() {
        return new Sha256();
    }

    @BeforeEach
    void open_a_keeping() throws IOException {
        keeping = open(AMPLE);
    }

    @AfterEach
    void close_what_was_opened() {
        opened.forEach(ChunkKeeping::close);
    }

    ChunkKeeping open(ChunkBounds bounds) throws IOException {
        ChunkKeeping open = keeper().open(folder.resolve("kept"), hasher(), bounds);
        opened.add(open);
        return open;
    }

    /** Closes the keeping, and opens it as another process would. */
    void reopen() throws IOException {
        keeping.close();
        keeping = open(AMPLE);
    }

    static Hash hash(long number) {
        RandomGenerator random = Bytes.random(number);
        return new Hash(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }

    static FileKey key(long inode, long size) {
        return new FileKey(7, inode, size, CHANGED.minusSeconds(5), CHANGED);
    }

    /** A file named by its inode, of these chunks; the last is the shorter by one byte. */
    static IndexedFile file(long inode, long... chunks) {
        return file(ROOT, RelPath.parse("dir/file" + inode), inode, SEEN.plusSeconds(inode), chunks);
    }

    static IndexedFile file(Path root, RelPath path, long inode, Instant seen, long... chunks) {
        long size = Math.max(0, (long) CHUNK * chunks.length - 1);
        List<Hash> hashes = Arrays.stream(chunks).mapToObj(ChunkFixture::hash).toList();
        return new IndexedFile(new KnownFile(root, path, key(inode, size)), seen, new FileChunks(size, CHUNK, hashes));
    }

    /** Where a chunk of a file lies. */
    static ChunkPlace place(IndexedFile file, int number) {
        return new ChunkPlace.InFile(
                file.file(), file.chunks().offset(number), file.chunks().length(number));
    }

    static MemorySegment content(long seed, int length) {
        MemorySegment content = MemorySegment.ofArray(new byte[length]);
        Bytes.fill(content, seed, 0);
        return content;
    }

    /** Every regular file below the folder that is kept. */
    List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
