package org.sluice.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ChunkTest {

    @Test
    void a_file_has_as_many_chunks_as_it_takes() {
        assertEquals(0, Chunk.count(0, Chunk.SIZE));
        assertEquals(1, Chunk.count(1, Chunk.SIZE));
        assertEquals(1, Chunk.count(Chunk.SIZE, Chunk.SIZE));
        assertEquals(2, Chunk.count(Chunk.SIZE + 1, Chunk.SIZE));
        assertEquals(Integer.MAX_VALUE, Chunk.count(Integer.MAX_VALUE, 1));
        assertThrows(IllegalArgumentException.class, () -> Chunk.count(1L << 31, 1));
        assertThrows(IllegalArgumentException.class, () -> Chunk.count(-1, 1));
    }

    @Test
    void only_the_last_chunk_is_shorter() {
        assertEquals(4, Chunk.length(10, 4, 0));
        assertEquals(4, Chunk.length(10, 4, 1));
        assertEquals(2, Chunk.length(10, 4, 2));
        assertEquals(4, Chunk.length(8, 4, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> Chunk.length(8, 4, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> Chunk.length(8, 4, -1));
        assertThrows(IndexOutOfBoundsException.class, () -> Chunk.length(0, 4, 0));
    }

    @Test
    void a_chunk_is_neither_nothing_nor_longer_than_the_greatest() {
        assertThrows(IllegalArgumentException.class, () -> Chunk.requireSize(0));
        assertThrows(IllegalArgumentException.class, () -> Chunk.requireSize(-1));
        assertThrows(IllegalArgumentException.class, () -> Chunk.requireSize(Chunk.LARGEST + 1));
        assertEquals(Chunk.LARGEST, Chunk.requireSize(Chunk.LARGEST));
    }
}
