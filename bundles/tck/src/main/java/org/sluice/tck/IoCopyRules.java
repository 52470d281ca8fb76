package org.sluice.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sluice.io.Entry;
import org.sluice.io.FileHandle;
import org.sluice.io.IoFeature;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/** Files in one go, and bytes from file to file. */
abstract class IoCopyRules extends IoFileRules {

    private static final int LARGE = 5_000_011;

    @Test
    void a_stored_file_has_its_content_mode_and_time() throws IOException {
        root.store(FILE, memory("hello"), metadata(0640));

        Entry entry = entry(FILE);
        assertEquals("hello", content(FILE));
        assertEquals(5, entry.size());
        assertEquals(0640, entry.metadata().mode());
        assertEquals(TIME, entry.metadata().modified());
        assertTrue(entry.isFile());
    }

    @Test
    void an_empty_file_is_stored_loaded_and_copied() throws IOException {
        store(FILE, "");

        assertEquals(0, root.load(FILE, MemorySegment.ofArray(new byte[1])));
        assertEquals(0, root.copy(FILE, root, OTHER, PLAIN, Set.of()).bytes());
        assertEquals(0, entry(OTHER).size());
    }

    @Test
    void a_file_longer_than_its_room_is_loaded_from_its_beginning() throws IOException {
        store(FILE, "beginning and end");
        MemorySegment room = MemorySegment.ofArray(new byte[9]);

        assertEquals(9, root.load(FILE, room));

        assertEquals("beginning", new String((byte[]) room.heapBase().orElseThrow()));
    }

    @Test
    void storing_on_a_name_that_exists_fails_and_changes_nothing() throws IOException {
        store(FILE, "first");
        root.createDirectory(DIRECTORY, 0755);

        assertThrows(FileAlreadyExistsException.class, () -> store(FILE, "second"));
        assertThrows(FileAlreadyExistsException.class, () -> store(DIRECTORY, "second"));

        assertEquals("first", content(FILE));
        assertTrue(entry(DIRECTORY).isDirectory());
    }

    @Test
    void a_copy_is_whole_and_has_the_metadata_it_was_given() throws IOException {
        long seed = System.nanoTime();
        MemorySegment content = MemorySegment.ofArray(new byte[LARGE]);
        Bytes.fill(content, seed, 0);
        root.store(FILE, content, metadata(0600));

        assertEquals(
                LARGE, root.copy(FILE, root, OTHER, metadata(0644), Set.of()).bytes());

        MemorySegment copied = MemorySegment.ofArray(new byte[LARGE + 1]);
        assertEquals(LARGE, root.load(OTHER, copied));
        Bytes.check(copied.asSlice(0, LARGE), seed, 0);
        assertEquals(0644, entry(OTHER).metadata().mode());
        assertEquals(TIME, entry(OTHER).metadata().modified());
    }

    @Test
    void a_file_that_was_seen_longer_or_shorter_is_copied_as_it_is_now() throws IOException {
        store(FILE, "content");

        for (long seen : new long[] {0, 1, 6, 7, 8, 100, LARGE}) {
            assertEquals(7, root.copy(FILE, seen, root, OTHER, PLAIN, Set.of()).bytes());
            assertEquals("content", content(OTHER));
            root.remove(OTHER);
        }
    }

    @Test
    void a_file_is_copied_from_one_root_to_another() throws IOException {
        store(FILE, "travelling");

        try (Root other = backend().root(outside)) {
            assertEquals(10, root.copy(FILE, other, OTHER, PLAIN, Set.of()).bytes());
            assertEquals("travelling", content(other, OTHER));
        }
    }

    @Test
    void copying_to_a_name_that_exists_fails_and_changes_nothing() throws IOException {
        store(FILE, "new");
        store(OTHER, "old");

        assertThrows(FileAlreadyExistsException.class, () -> root.copy(FILE, root, OTHER, PLAIN, Set.of()));

        assertEquals("old", content(OTHER));
    }

    @Test
    void copying_what_is_no_file_fails_and_leaves_nothing() throws IOException {
        root.createDirectory(DIRECTORY, 0755);

        assertThrows(FileSystemException.class, () -> root.copy(DIRECTORY, root, OTHER, PLAIN, Set.of()));
        assertThrows(FileSystemException.class, () -> root.copy(DIRECTORY, 5, root, OTHER, PLAIN, Set.of()));
        assertThrows(NoSuchFileException.class, () -> root.copy(NONE, root, OTHER, PLAIN, Set.of()));

        assertFalse(exists(OTHER));
    }

    @Test
    @Tag("root")
    void what_does_not_fit_fails_by_its_name_and_leaves_nothing() throws Exception {
        byte[] large = new byte[3 << 20];
        Path source = Files.write(outside.resolve("large"), large);
        root.createDirectory(DIRECTORY, 0755);

        try (TinyFileSystem tiny = TinyFileSystem.at(inside.resolve("directory"));
                Root from = backend().root(outside)) {
            RelPath to = DIRECTORY.resolve(FILE);
            FileSystemException store =
                    assertThrows(FileSystemException.class, () -> root.store(to, MemorySegment.ofArray(large), PLAIN));
            assertEquals("ENOSPC", reason(store));
            assertFalse(exists(to));

            FileSystemException copy = assertThrows(
                    FileSystemException.class,
                    () -> from.copy(path(source.getFileName().toString()), root, to, PLAIN, Set.of()));
            assertEquals("ENOSPC", reason(copy));
            assertFalse(exists(to), "in " + tiny);
        }
    }

    /** The error's name, first in the reason. */
    static String reason(FileSystemException failure) {
        return failure.getReason().split("\\W", 2)[0];
    }

    @Test
    void a_region_is_copied_to_a_position() throws IOException {
        try (FileHandle from = created(FILE);
                FileHandle to = created(OTHER)) {
            from.write(0, memory("0123456789"));
            to.write(0, memory("abcdefgh"));

            assertEquals(4, to.copy(2, from.source(3, 4)));

            assertEquals("ab3456gh", content(to));
            assertEquals("0123456789", content(from));
        }
    }

    @Test
    void a_region_copied_beyond_the_end_makes_the_file_longer() throws IOException {
        try (FileHandle from = created(FILE);
                FileHandle to = created(OTHER)) {
            from.write(0, memory("0123"));

            assertEquals(2, to.copy(2, from.source(1, 2)));

            assertEquals("\0\00012", content(to));
        }
    }

    @Test
    void a_region_whose_file_ends_before_is_copied_that_far() throws IOException {
        try (FileHandle from = created(FILE);
                FileHandle to = created(OTHER)) {
            from.write(0, memory("0123456789"));

            assertEquals(3, to.copy(0, from.source(7, 100)));
            assertEquals(0, to.copy(5, from.source(10, 1)));

            assertEquals("789", content(to));
        }
    }

    @Test
    void a_large_region_is_copied_between_two_roots() throws IOException {
        long seed = System.nanoTime();
        MemorySegment content = MemorySegment.ofArray(new byte[LARGE]);
        Bytes.fill(content, seed, 0);

        try (Root other = backend().root(outside);
                FileHandle from = other.open(FILE, OpenMode.CREATE);
                FileHandle to = created(FILE)) {
            from.write(0, content);
            assertEquals(LARGE - 1, to.copy(1, from.source(1, LARGE - 1)));
            assertEquals(LARGE, to.read(0, content));
            Bytes.check(content.asSlice(1), seed, 1);
        }
    }

    @Test
    void a_region_of_another_backend_is_copied_all_the_same() throws IOException {
        long seed = System.nanoTime();
        try (FileDouble from = FileDouble.in(outside.resolve("double"));
                FileHandle to = created(FILE)) {
            from.write(seed, LARGE);

            assertEquals(LARGE - 7, to.copy(3, from.source(7, LARGE)));

            MemorySegment copied = MemorySegment.ofArray(new byte[LARGE - 7]);
            assertEquals(LARGE - 7, to.read(3, copied));
            Bytes.check(copied, seed, 7);
        }
    }

    @Test
    @Tag("linux")
    void a_copy_inside_the_kernel_takes_a_handful_of_calls() throws IOException {
        claimed(IoFeature.KERNEL_COPY);
        int size = 128 << 20;
        try (FileHandle file = created(FILE)) {
            file.allocate(size);
        }
        long before = ProcessIo.calls();

        assertEquals(size, root.copy(FILE, root, OTHER, PLAIN, Set.of()).bytes());

        assertTrue(ProcessIo.calls() - before < 100, ProcessIo.calls() - before + " reads and writes");
    }
}
