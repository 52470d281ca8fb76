package org.sluice.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sluice.io.Entry;
import org.sluice.io.EntryKind;
import org.sluice.io.FileHandle;
import org.sluice.io.IoFeature;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;
import org.sluice.io.Rename;
import org.sluice.io.Root;

/** Names that come, go and change. */
abstract class IoTreeRules extends IoNameRules {

    private static final int REPLACEMENTS = 300;

    @Test
    void a_symbolic_link_keeps_its_target_byte_for_byte() throws IOException {
        claimed(IoFeature.SYMLINKS);
        byte[] longest = new byte[4095];
        Arrays.fill(longest, (byte) 'x');

        linkKeeps(bytes("file"));
        linkKeeps(bytes("../../outside/./a"));
        linkKeeps(bytes("/no where/a\nb"));
        linkKeeps(bytes("/"));
        linkKeeps(bytes("/tmp"));
        linkKeeps(new byte[] {'/', (byte) 0xff, '/', '%', (byte) 0x80});
        linkKeeps(new byte[] {(byte) 0xff, '/', '.', '.', '/', (byte) 0xc3});
        linkKeeps(longest);
    }

    private void linkKeeps(byte[] target) throws IOException {
        root.createSymlink(LINK, target);
        assertArrayEquals(target, root.readLink(LINK));
        assertEquals(EntryKind.SYMLINK, entry(LINK).kind());
        assertEquals(target.length, entry(LINK).size());
        root.remove(LINK);
    }

    @Test
    void a_target_with_slashes_in_excess_is_kept_or_refused_and_never_changed() throws Exception {
        claimed(IoFeature.SYMLINKS);

        for (String target : new String[] {"a//b", "a/", "//a", "/a//"}) {
            try {
                root.createSymlink(LINK, bytes(target));
            } catch (FileSystemException refused) {
                assertFalse(exists(LINK));
                continue;
            }
            assertArrayEquals(bytes(target), root.readLink(LINK));
            root.remove(LINK);
        }
    }

    @Test
    void a_target_with_slashes_in_excess_is_read_as_it_is() throws Exception {
        claimed(IoFeature.SYMLINKS);

        for (String target : new String[] {"a//b", "a/", "//a", "/tmp/", "\u00e4/"}) {
            run("ln", "-s", target, inside.resolve("link").toString());
            assertArrayEquals(bytes(target), root.readLink(LINK));
            root.remove(LINK);
        }
    }

    @Test
    void only_a_symbolic_link_is_read_as_one() throws IOException {
        claimed(IoFeature.SYMLINKS);
        store(FILE, "");
        root.createDirectory(DIRECTORY, 0755);

        assertThrows(NotLinkException.class, () -> root.readLink(FILE));
        assertThrows(NotLinkException.class, () -> root.readLink(DIRECTORY));
        assertThrows(NoSuchFileException.class, () -> root.readLink(NONE));
    }

    @Test
    void a_second_name_leads_to_the_same_file() throws IOException {
        claimed(IoFeature.HARD_LINKS);
        store(FILE, "one");
        assertEquals(1, entry(FILE).links());

        root.createLink(OTHER, FILE);

        assertEquals(entry(FILE).id(), entry(OTHER).id());
        assertEquals(2, entry(FILE).links());
        root.remove(FILE);
        assertEquals("one", content(OTHER));
        assertEquals(1, entry(OTHER).links());
    }

    @Test
    void two_files_are_told_apart() throws IOException {
        store(FILE, "same");
        store(OTHER, "same");

        Entry entry = entry(FILE);
        assertNotEquals(entry.id(), entry(OTHER).id());
        root.rename(FILE, NONE);
        assertEquals(entry.id(), entry(NONE).id());
    }

    @Test
    void what_exists_is_not_made_again() throws IOException {
        store(FILE, "kept");
        root.createDirectory(DIRECTORY, 0755);

        for (RelPath path : new RelPath[] {FILE, DIRECTORY}) {
            assertThrows(FileAlreadyExistsException.class, () -> created(path));
            assertThrows(FileAlreadyExistsException.class, () -> root.createDirectory(path, 0700));
            if (backend().features().contains(IoFeature.SYMLINKS)) {
                assertThrows(FileAlreadyExistsException.class, () -> root.createSymlink(path, bytes("x")));
            }
            if (backend().features().contains(IoFeature.HARD_LINKS)) {
                assertThrows(FileAlreadyExistsException.class, () -> root.createLink(path, FILE));
            }
        }
        assertEquals("kept", content(FILE));
    }

    @Test
    void what_is_not_there_fails_every_verb_that_needs_it() {
        RelPath below = NONE.resolve(FILE);

        assertThrows(NoSuchFileException.class, () -> root.open(NONE, OpenMode.READ));
        assertThrows(NoSuchFileException.class, () -> root.open(NONE, OpenMode.WRITE));
        assertThrows(NoSuchFileException.class, () -> content(NONE));
        assertThrows(NoSuchFileException.class, () -> root.apply(NONE, PLAIN));
        assertThrows(NoSuchFileException.class, () -> root.remove(NONE));
        assertThrows(NoSuchFileException.class, () -> root.rename(NONE, FILE));
        assertThrows(NoSuchFileException.class, () -> created(below));
        assertThrows(NoSuchFileException.class, () -> store(below, ""));
        assertThrows(NoSuchFileException.class, () -> root.createDirectory(below, 0755));
        if (backend().features().contains(IoFeature.SYMLINKS)) {
            assertThrows(NoSuchFileException.class, () -> root.createSymlink(below, bytes("x")));
        }
        if (backend().features().contains(IoFeature.HARD_LINKS)) {
            assertThrows(NoSuchFileException.class, () -> root.createLink(FILE, NONE));
        }
    }

    @Test
    void nothing_is_below_a_file() throws IOException {
        store(FILE, "kept");
        RelPath below = FILE.resolve(OTHER);

        assertThrows(NotDirectoryException.class, () -> created(below));
        assertThrows(NotDirectoryException.class, () -> store(below, ""));
        assertThrows(NotDirectoryException.class, () -> root.createDirectory(below, 0755));
        assertThrows(NotDirectoryException.class, () -> root.rename(FILE, below));
        assertEquals("kept", content(FILE));
    }

    @Test
    void a_rename_replaces_a_file_a_link_and_an_empty_directory() throws IOException {
        store(FILE, "old");
        store(OTHER, "new");
        root.rename(OTHER, FILE);
        assertEquals("new", content(FILE));

        Files.createSymbolicLink(inside.resolve("link"), outside);
        root.rename(FILE, LINK);
        assertEquals("new", content(LINK));

        root.createDirectory(DIRECTORY, 0755);
        root.createDirectory(OTHER, 0755);
        store(OTHER.resolve(FILE), "below");
        root.rename(OTHER, DIRECTORY);
        assertEquals("below", content(DIRECTORY.resolve(FILE)));

        assertEquals(Set.of(LINK, DIRECTORY), entries(RelPath.ROOT).keySet());
    }

    @Test
    void of_many_renames_all_are_done_but_those_that_fail() throws IOException {
        root.createDirectory(DIRECTORY, 0755);
        store(FILE, "one");
        store(DIRECTORY.resolve(OTHER), "two");
        Rename into = new Rename(FILE, DIRECTORY.resolve(FILE));
        Rename missing = new Rename(NONE, DIRECTORY.resolve(NONE));
        Rename out = new Rename(DIRECTORY.resolve(OTHER), OTHER);

        Map<Rename, IOException> failed = root.rename(List.of(into, missing, out));

        assertEquals(Set.of(missing), failed.keySet());
        assertInstanceOf(NoSuchFileException.class, failed.get(missing));
        assertEquals("one", content(DIRECTORY.resolve(FILE)));
        assertEquals("two", content(OTHER));
        assertEquals(Set.of(DIRECTORY, OTHER), entries(RelPath.ROOT).keySet());
    }

    @Test
    void a_rename_replaces_nothing_else() throws IOException {
        store(FILE, "file");
        root.createDirectory(DIRECTORY, 0755);
        store(DIRECTORY.resolve(FILE), "below");
        root.createDirectory(OTHER, 0755);

        assertThrows(DirectoryNotEmptyException.class, () -> root.rename(OTHER, DIRECTORY));
        assertThrows(FileSystemException.class, () -> root.rename(FILE, OTHER));
        assertThrows(FileSystemException.class, () -> root.rename(OTHER, FILE));
        assertThrows(FileSystemException.class, () -> root.rename(DIRECTORY, DIRECTORY.resolve(OTHER)));

        assertEquals("file", content(FILE));
        assertEquals("below", content(DIRECTORY.resolve(FILE)));
        assertTrue(entry(OTHER).isDirectory());
    }

    @Test
    void a_rename_is_atomic_a_reader_never_misses_the_name() throws Exception {
        store(FILE, "version");
        AtomicBoolean over = new AtomicBoolean();
        Call<Void> reader = Call.running(() -> {
            while (!over.get()) {
                assertEquals("version", content(FILE));
            }
        });

        for (int i = 0; i < REPLACEMENTS && !reader.isDone(); i++) {
            store(OTHER, "version");
            root.rename(OTHER, FILE);
        }

        over.set(true);
        reader.result();
    }

    @Test
    @Tag("root")
    void a_rename_to_another_file_system_fails_and_changes_nothing() throws Exception {
        root.createDirectory(DIRECTORY, 0755);
        store(FILE, "here");

        try (TinyFileSystem tiny = TinyFileSystem.at(inside.resolve("directory"))) {
            RelPath there = DIRECTORY.resolve(FILE);
            assertThrows(AtomicMoveNotSupportedException.class, () -> root.rename(FILE, there), tiny::toString);
            assertFalse(exists(there));
            assertEquals("here", content(FILE));
            assertEquals(4, root.copy(FILE, root, there, PLAIN));
            assertNotEquals(entry(FILE).id().device(), entry(there).id().device());
        }
    }

    @Test
    void removing_takes_a_file_a_link_a_fifo_and_an_empty_directory() throws Exception {
        store(FILE, "");
        root.createDirectory(DIRECTORY, 0755);
        Files.createSymbolicLink(inside.resolve("link"), outside);
        run("mkfifo", inside.resolve("fifo").toString());

        root.remove(FILE);
        root.remove(DIRECTORY);
        root.remove(LINK);
        root.remove(path("fifo"));

        assertEquals(Set.of(), entries(RelPath.ROOT).keySet());
        assertTrue(Files.isDirectory(outside));
    }

    @Test
    void a_directory_that_is_not_empty_is_not_removed() throws IOException {
        root.createDirectory(DIRECTORY, 0755);
        store(DIRECTORY.resolve(FILE), "kept");

        assertThrows(DirectoryNotEmptyException.class, () -> root.remove(DIRECTORY));

        assertEquals("kept", content(DIRECTORY.resolve(FILE)));
    }

    @Test
    void the_root_itself_stays() throws IOException {
        root.createDirectory(DIRECTORY, 0755);

        assertThrows(FileSystemException.class, () -> root.remove(RelPath.ROOT));
        assertThrows(FileSystemException.class, () -> root.rename(RelPath.ROOT, OTHER));
        assertThrows(FileSystemException.class, () -> root.rename(DIRECTORY, RelPath.ROOT));
        assertThrows(FileSystemException.class, () -> root.open(RelPath.ROOT, OpenMode.READ));
        assertThrows(FileAlreadyExistsException.class, () -> root.createDirectory(RelPath.ROOT, 0755));
        if (backend().features().contains(IoFeature.SYMLINKS)) {
            assertThrows(FileAlreadyExistsException.class, () -> root.createSymlink(RelPath.ROOT, bytes("x")));
        }

        assertTrue(entry(RelPath.ROOT).isDirectory());
        assertEquals(Set.of(DIRECTORY), entries(RelPath.ROOT).keySet());
    }

    @Test
    void a_root_is_an_existing_directory() throws IOException {
        store(FILE, "");

        assertThrows(NoSuchFileException.class, () -> backend().root(inside.resolve("none")));
        assertThrows(NotDirectoryException.class, () -> backend().root(inside.resolve("file")));
    }

    @Test
    void links_in_a_roots_own_path_are_followed() throws IOException {
        Files.createSymbolicLink(outside.resolve("link"), inside);
        store(FILE, "through");

        try (Root through = backend().root(outside.resolve("link"))) {
            assertEquals("through", content(through, FILE));
            Files.delete(outside.resolve("link"));
            assertEquals("through", content(through, FILE));
        }
    }

    @Test
    void what_may_not_be_entered_or_read_is_refused() throws IOException {
        assumeFalse(isSuperuser(), "the superuser may do everything");
        root.createDirectory(DIRECTORY, 0700);
        store(DIRECTORY.resolve(FILE), "");
        root.store(FILE, memory("secret"), metadata(0000));
        root.apply(DIRECTORY, metadata(0000));

        assertThrows(AccessDeniedException.class, () -> root.open(FILE, OpenMode.READ));
        assertThrows(AccessDeniedException.class, () -> entries(DIRECTORY));
        assertThrows(AccessDeniedException.class, () -> exists(DIRECTORY.resolve(FILE)));
        assertThrows(AccessDeniedException.class, () -> backend().root(inside.resolve("directory")));

        root.apply(DIRECTORY, metadata(0700));
    }

    @Test
    void a_closed_root_fails_and_its_open_files_do_not() throws IOException {
        store(OTHER, "");
        try (FileHandle file = created(FILE)) {
            root.close();
            root.close();

            assertThrows(IOException.class, () -> exists(OTHER));
            assertThrows(IOException.class, () -> entries(RelPath.ROOT));
            assertThrows(IOException.class, () -> root.open(OTHER, OpenMode.READ));
            assertThrows(IOException.class, () -> root.createDirectory(DIRECTORY, 0755));
            assertThrows(IOException.class, () -> root.remove(OTHER));
            assertThrows(IOException.class, root::sync);
            file.write(0, memory("still open"));
            assertEquals("still open", content(file));
        }
        assertTrue(Files.exists(inside.resolve("other")));
    }
}
