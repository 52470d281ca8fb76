package org.sluice.chunks.index;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.chunk.ChunkBounds;
import org.sluice.chunk.ChunkKeeper;
import org.sluice.chunk.ChunkKeeping;
import org.sluice.chunk.Digest;
import org.sluice.chunk.FileChunks;
import org.sluice.chunk.FileKey;
import org.sluice.chunk.Hash;
import org.sluice.chunk.Hasher;
import org.sluice.chunk.IndexedFile;
import org.sluice.chunk.KnownFile;
import org.sluice.chunks.Blake3Scalar;
import org.sluice.chunks.FolderKeeper;
import org.sluice.io.RelPath;
import org.sluice.tck.ChunkIndexContract;

class SqliteIndexTest extends ChunkIndexContract {

    private static final int MANY = 50_000;

    private final ChunkKeeper keeper = new FolderKeeper();

    @Override
    protected ChunkKeeper keeper() {
        return keeper;
    }

    private static IndexedFile file(int number) {
        Instant changed = Instant.ofEpochSecond(1_700_000_000, 5);
        FileKey key = new FileKey(7, number, 10, changed, changed);
        KnownFile known = new KnownFile(Path.of("/srv").toAbsolutePath(), RelPath.parse("f" + number), key);
        FileChunks chunks = new FileChunks(10, 10, List.of(new Hash(number, 1, 2, 3)));
        return new IndexedFile(known, changed.plusSeconds(60), chunks);
    }

    /** They are written as they come, though nobody flushes: who adds would wait for ever else. */
    @Test
    void more_files_are_added_in_a_row_than_may_wait_to_be_written(@TempDir Path home) throws Exception {
        try (ChunkKeeping keeping = keeper.open(home, new Blake3Scalar(), new ChunkBounds(2 * MANY, 0))) {
            for (int number = 1; number <= MANY; number++) {
                keeping.index().add(file(number));
            }

            assertEquals(MANY, keeping.index().stats().files());
            for (int number = 1; number <= MANY; number += 999) {
                assertEquals(
                        Optional.of(file(number).chunks()),
                        keeping.index().chunks(file(number).file().key()));
            }
        }
    }

    /** A hasher whose bundle goes. */
    private static final class Going implements Hasher {

        private final Hasher real = new Blake3Scalar();
        private volatile boolean gone;

        @Override
        public String name() {
            return real.name();
        }

        @Override
        public Hash hash(MemorySegment data) {
            return digest().finish();
        }

        @Override
        public Digest digest() {
            if (gone) {
                throw new IllegalStateException("nobody hashes any more");
            }
            return real.digest();
        }
    }

    /** A process ends, and the hasher has gone before what is known is written. */
    @Test
    void what_is_known_is_written_though_the_hasher_has_gone(@TempDir Path home) throws Exception {
        ChunkBounds bounds = new ChunkBounds(1000, 0);
        Instant later = Instant.ofEpochSecond(1_800_000_000, 5);
        IndexedFile file = file(1);
        FileKey changed = new FileKey(7, 1, 10, later, later);
        IndexedFile other = new IndexedFile(
                new KnownFile(file.file().root(), file.file().path(), changed), later.plusSeconds(60), file.chunks());
        try (ChunkKeeping keeping = keeper.open(home, new Blake3Scalar(), bounds)) {
            keeping.index().add(file);
        }
        Going going = new Going();
        try (ChunkKeeping keeping = keeper.open(home, going, bounds)) {
            keeping.index().add(other);
            going.gone = true;
        }

        try (ChunkKeeping keeping = keeper.open(home, new Blake3Scalar(), bounds)) {
            assertEquals(Optional.of(other.chunks()), keeping.index().chunks(changed));
            assertEquals(Optional.empty(), keeping.index().chunks(file.file().key()));
        }
    }
}
