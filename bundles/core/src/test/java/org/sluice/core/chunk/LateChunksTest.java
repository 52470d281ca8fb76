package org.sluice.core.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.chunk.ChunkBounds;
import org.sluice.chunk.ChunkKeeper;
import org.sluice.chunk.ChunkKeeping;
import org.sluice.chunk.Digest;
import org.sluice.chunk.Hash;
import org.sluice.chunk.Hasher;
import org.sluice.tck.MemoryChunkKeeper;

class LateChunksTest {

    @TempDir
    private Path folder;

    /** Counts how often it was opened. */
    private static final class Counting implements ChunkKeeper {

        private final MemoryChunkKeeper right = new MemoryChunkKeeper();
        private int openings;
        private boolean broken;
        private boolean interrupted;

        @Override
        public String name() {
            return "counting";
        }

        @Override
        public ChunkKeeping open(Path folder, Hasher hasher, ChunkBounds bounds) throws IOException {
            openings++;
            if (interrupted) {
                interrupted = false;
                Thread.currentThread().interrupt();
                throw new IOException("interrupted");
            }
            if (broken) {
                throw new IOException("no room");
            }
            return right.open(folder, hasher, bounds);
        }
    }

    private record Named(String name) implements Hasher {

        @Override
        public Hash hash(MemorySegment data) {
            return new Hash(1, 2, 3, data.byteSize());
        }

        @Override
        public Digest digest() {
            throw new UnsupportedOperationException();
        }
    }

    private final Hasher hasher = new Named("one");
    private final Counting keeper = new Counting();

    private LateChunks chunks() {
        LateChunks chunks = new LateChunks(folder, ChunkSettings.bounds(Map.of()));
        chunks.setKeeper(keeper);
        return chunks;
    }

    @Test
    void nothing_is_opened_until_it_is_asked_for_and_then_once() {
        LateChunks chunks = chunks();
        assertEquals(Optional.empty(), chunks.opened());
        assertEquals(0, keeper.openings);

        ChunkKeeping first = chunks.open(hasher).orElseThrow();

        assertSame(first, chunks.open(hasher).orElseThrow());
        assertSame(first, chunks.opened().orElseThrow());
        assertEquals(1, keeper.openings);
    }

    @Test
    void hashes_of_another_hasher_are_not_looked_for() {
        LateChunks chunks = chunks();
        chunks.open(hasher);

        assertEquals(Optional.empty(), chunks.open(new Named("another")));
    }

    @Test
    void a_keeper_that_fails_is_asked_once() {
        LateChunks chunks = chunks();
        keeper.broken = true;

        assertEquals(Optional.empty(), chunks.open(hasher));
        assertEquals(Optional.empty(), chunks.open(hasher));

        assertEquals(1, keeper.openings);
    }

    @Test
    void a_session_that_ends_while_it_opens_them_leaves_them_to_the_next() {
        LateChunks chunks = chunks();
        keeper.interrupted = true;

        assertEquals(Optional.empty(), chunks.open(hasher));
        assertTrue(Thread.interrupted());

        assertTrue(chunks.open(hasher).isPresent());
    }

    @Test
    void what_is_open_is_closed_when_its_keeper_goes() {
        LateChunks chunks = chunks();
        ChunkKeeping open = chunks.open(hasher).orElseThrow();

        chunks.unsetKeeper(keeper);

        assertThrows(IOException.class, () -> open.store().stats());
        assertEquals(Optional.empty(), chunks.opened());
        assertEquals(Optional.empty(), chunks.open(hasher));
        chunks.setKeeper(keeper);
        assertTrue(chunks.open(hasher).isPresent());
    }

    @Test
    void another_keeper_takes_the_place_of_the_one_that_goes_later() throws IOException {
        LateChunks chunks = chunks();
        ChunkKeeping before = chunks.open(hasher).orElseThrow();

        chunks.setKeeper(new MemoryChunkKeeper());
        chunks.unsetKeeper(keeper);

        assertThrows(IOException.class, () -> before.store().stats());
        assertEquals(0, chunks.open(hasher).orElseThrow().store().stats().chunks());
    }
}
