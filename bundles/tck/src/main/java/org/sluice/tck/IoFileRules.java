package org.sluice.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.io.FileHandle;
import org.sluice.io.OpenMode;

/** Bytes at positions of an open file. */
abstract class IoFileRules extends IoFixture {

    private static final int PIECE = 100_003;
    private static final int PIECES = 24;
    private static final long BEYOND_4_GIB = 5L << 30;

    @Test
    void what_was_written_is_read() throws IOException {
        try (FileHandle file = created(FILE)) {
            file.write(0, memory("hello, world"));
            file.write(7, memory("there"));

            assertEquals("hello, there", content(file));
        }
        assertEquals("hello, there", Files.readString(inside.resolve("file")));
    }

    @Test
    void a_read_is_short_only_at_the_end() throws IOException {
        try (FileHandle file = created(FILE)) {
            file.write(0, memory("12345"));
            MemorySegment room = MemorySegment.ofArray(new byte[4]);

            assertEquals(4, file.read(0, room));
            assertEquals(4, file.read(1, room));
            assertEquals(3, file.read(2, room));
            assertEquals(0, file.read(5, room));
            assertEquals(0, file.read(BEYOND_4_GIB, room));
        }
    }

    @Test
    void what_was_never_written_is_zero() throws IOException {
        try (FileHandle file = created(FILE)) {
            file.write(3, memory("x"));

            assertEquals("\0\0\0x", content(file));
        }
    }

    @Test
    void positions_beyond_4_GiB_are_no_different() throws IOException {
        try (FileHandle file = created(FILE)) {
            file.write(BEYOND_4_GIB, memory("far"));
            MemorySegment room = MemorySegment.ofArray(new byte[9]);

            assertEquals(BEYOND_4_GIB + 3, file.size());
            assertEquals(BEYOND_4_GIB + 3, entry(FILE).size());
            assertEquals(6, file.read(BEYOND_4_GIB - 3, room));
            assertEquals(0, room.get(java.lang.foreign.ValueLayout.JAVA_BYTE, 2));
            assertEquals('f', room.get(java.lang.foreign.ValueLayout.JAVA_BYTE, 3));
        }
    }

    @Test
    void an_empty_file_is_empty() throws IOException {
        created(FILE).close();

        try (FileHandle file = root.open(FILE, OpenMode.READ)) {
            assertEquals(0, file.size());
            assertEquals(0, file.read(0, MemorySegment.ofArray(new byte[1])));
            file.source(0, 0).copyTo(0, MemorySegment.ofArray(new byte[0]));
        }
        assertEquals(0, entry(FILE).size());
    }

    @Test
    void a_file_opened_for_writing_keeps_what_it_has() throws IOException {
        store(FILE, "before");

        try (FileHandle file = root.open(FILE, OpenMode.WRITE)) {
            file.write(6, memory(" and after"));
            assertEquals("before and after", content(file));
        }
    }

    @Test
    void a_file_opened_for_reading_is_not_written() throws IOException {
        store(FILE, "before");

        try (FileHandle file = root.open(FILE, OpenMode.READ)) {
            assertThrows(Exception.class, () -> file.write(0, memory("after")));
        }
        assertEquals("before", content(FILE));
    }

    @Test
    void many_threads_share_an_open_file() throws Exception {
        long seed = System.nanoTime();
        try (FileHandle file = created(FILE)) {
            List<Call<Void>> writers = new ArrayList<>();
            for (int i = 0; i < PIECES; i++) {
                long at = (long) i * PIECE;
                writers.add(Call.running(() -> {
                    MemorySegment piece = MemorySegment.ofArray(new byte[PIECE]);
                    Bytes.fill(piece, seed, at);
                    file.write(at, piece);
                }));
            }
            for (Call<Void> writer : writers) {
                writer.result();
            }

            List<Call<Void>> readers = new ArrayList<>();
            for (int i = 0; i < PIECES; i++) {
                long at = (long) i * PIECE;
                readers.add(Call.running(() -> {
                    MemorySegment piece = MemorySegment.ofArray(new byte[PIECE]);
                    assertEquals(PIECE, file.read(at, piece));
                    Bytes.check(piece, seed, at);
                }));
            }
            for (Call<Void> reader : readers) {
                reader.result();
            }
            assertEquals((long) PIECES * PIECE, file.size());
        }
    }

    @Test
    void an_interrupted_thread_leaves_the_file_open_for_the_others() throws Exception {
        store(FILE, "shared");

        try (FileHandle file = root.open(FILE, OpenMode.READ)) {
            Thread interrupted = Thread.ofPlatform().start(() -> {
                Thread.currentThread().interrupt();
                try {
                    file.read(0, MemorySegment.ofArray(new byte[1]));
                } catch (IOException mayBe) {
                    // Whether the interrupted call itself fails is not said.
                }
            });
            interrupted.join();

            assertEquals("shared", content(file));
        }
    }

    @Test
    void memory_of_any_arena_and_of_the_heap_may_be_used() throws IOException {
        store(FILE, "");

        try (FileHandle file = root.open(FILE, OpenMode.WRITE);
                Arena confined = Arena.ofConfined();
                Arena shared = Arena.ofShared()) {
            List<MemorySegment> all =
                    List.of(MemorySegment.ofArray(new byte[PIECE]), confined.allocate(PIECE), shared.allocate(PIECE));
            for (MemorySegment memory : all) {
                long seed = System.nanoTime();
                Bytes.fill(memory, seed, 0);
                file.write(0, memory.asReadOnly());
                memory.fill((byte) 0);
                assertEquals(PIECE, file.read(0, memory));
                Bytes.check(memory, seed, 0);
                assertEquals(PIECE, root.load(FILE, memory.fill((byte) 0)));
                Bytes.check(memory, seed, 0);
                root.store(OTHER, memory, PLAIN);
                root.remove(OTHER);
            }
        }
    }

    @Test
    void allocating_makes_a_file_this_long_and_keeps_what_is_left_of_it() throws IOException {
        try (FileHandle file = created(FILE)) {
            file.write(0, memory("abcdef"));

            file.allocate(8);
            assertEquals("abcdef\0\0", content(file));
            file.allocate(3);
            assertEquals("abc", content(file));
            file.allocate(0);
            assertEquals(0, file.size());
            file.allocate(10_000_000);
            assertEquals(10_000_000, file.size());
        }
    }

    @Test
    void a_source_is_a_part_of_its_file() throws IOException {
        try (FileHandle file = created(FILE)) {
            file.write(0, memory("0123456789"));
            Source.Region region = file.source(2, 6);
            MemorySegment room = MemorySegment.ofArray(new byte[3]);

            region.copyTo(3, room);

            assertEquals(2, region.offset());
            assertEquals(6, region.length());
            assertEquals("567", new String((byte[]) room.heapBase().orElseThrow()));
            assertThrows(IndexOutOfBoundsException.class, () -> region.copyTo(4, room));
        }
    }

    @Test
    void a_source_whose_file_has_become_shorter_says_so() throws IOException {
        try (FileHandle file = created(FILE)) {
            file.write(0, memory("0123456789"));
            Source.Region region = file.source(2, 6);
            file.allocate(6);

            region.copyTo(0, MemorySegment.ofArray(new byte[4]));
            assertThrows(EOFException.class, () -> region.copyTo(0, MemorySegment.ofArray(new byte[5])));
        }
    }

    @Test
    void a_sink_is_a_part_of_its_file() throws IOException {
        try (FileHandle file = created(FILE)) {
            file.write(0, memory("0123456789"));
            Sink.Region region = file.sink(2, 6);

            region.copyFrom(3, memory("abc"));

            assertEquals(2, region.offset());
            assertEquals(6, region.length());
            assertEquals("01234abc89", content(file));
            assertThrows(IndexOutOfBoundsException.class, () -> region.copyFrom(4, memory("xyz")));
            assertEquals("01234abc89", content(file));
        }
    }

    @Test
    void what_was_synced_is_still_there() throws IOException {
        try (FileHandle file = created(FILE)) {
            file.write(0, memory("safe"));
            file.sync();

            assertEquals("safe", content(file));
        }
        root.sync();
        assertEquals("safe", content(FILE));
    }

    @Test
    void closing_a_file_twice_does_nothing() throws IOException {
        FileHandle file = created(FILE);
        file.close();
        try (FileHandle next = root.open(FILE, OpenMode.WRITE)) {
            file.close();

            next.write(0, memory("open"));
            assertEquals("open", content(next));
        }
    }

    @Test
    void a_closed_file_fails_every_call() throws IOException {
        store(OTHER, "other");
        FileHandle file = created(FILE);
        MemorySegment room = MemorySegment.ofArray(new byte[1]);
        Source.Region source = file.source(0, 1);
        Sink.Region sink = file.sink(0, 1);
        file.close();

        try (FileHandle other = root.open(OTHER, OpenMode.WRITE)) {
            assertThrows(IOException.class, file::size);
            assertThrows(IOException.class, () -> file.read(0, room));
            assertThrows(IOException.class, () -> file.write(0, room));
            assertThrows(IOException.class, () -> file.copy(0, other.source(0, 1)));
            assertThrows(IOException.class, () -> other.copy(0, source));
            assertThrows(IOException.class, () -> file.allocate(5));
            assertThrows(IOException.class, () -> file.apply(PLAIN));
            assertThrows(IOException.class, file::sync);
            assertThrows(IOException.class, () -> source.copyTo(0, room));
            assertThrows(IOException.class, () -> sink.copyFrom(0, room));
            assertEquals("other", content(other));
        }
        assertEquals(0, entry(FILE).size());
    }
}
