package org.sluice.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sluice.io.Entry;
import org.sluice.io.RelPath;
import org.sluice.io.Rename;
import org.sluice.io.Root;

/** Names that change. */
abstract class IoRenameRules extends IoLinkRules {

    private static final int REPLACEMENTS = 300;

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
    void a_rename_into_another_root_takes_all_along_or_says_that_it_cannot() throws IOException {
        root.createDirectory(DIRECTORY, 0755);
        store(DIRECTORY.resolve(FILE), "below");
        store(FILE, "file");
        Map<RelPath, Entry> before = entries(RelPath.ROOT);

        try (Root other = backend().root(outside)) {
            other.store(OTHER, memory("replaced"), PLAIN);
            try {
                root.rename(FILE, other, OTHER);
            } catch (AtomicMoveNotSupportedException cannot) {
                assertEquals(before, entries(RelPath.ROOT));
                assertEquals("replaced", content(other, OTHER));
                return;
            }
            root.rename(DIRECTORY, other, DIRECTORY);

            assertEquals("file", content(other, OTHER));
            assertEquals("below", content(other, DIRECTORY.resolve(FILE)));
            assertEquals(before.get(FILE).id(), other.find(OTHER).orElseThrow().id());
            assertEquals(Set.of(), entries(RelPath.ROOT).keySet());
        }
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
            assertEquals(4, root.copy(FILE, root, there, PLAIN, Set.of()).bytes());
            assertNotEquals(entry(FILE).id().device(), entry(there).id().device());
        }
    }
}
