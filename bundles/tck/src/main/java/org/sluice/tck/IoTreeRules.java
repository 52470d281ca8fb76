package org.sluice.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sluice.io.FileHandle;
import org.sluice.io.IoFeature;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/** What is made and removed, and the root itself. */
abstract class IoTreeRules extends IoRenameRules {

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
