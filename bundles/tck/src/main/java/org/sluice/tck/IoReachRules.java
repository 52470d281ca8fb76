package org.sluice.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sluice.io.EntryKind;
import org.sluice.io.IoFeature;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;

/** Nothing is reached but what lies below the root. */
abstract class IoReachRules extends IoMetadataRules {

    /** Times that the file must be found while its directory is swapped. */
    private static final int SWAPS = 1000;

    @Test
    void a_link_in_the_middle_of_a_path_fails_every_verb() throws IOException {
        store(FILE, "inside");
        root.createDirectory(DIRECTORY, 0755);
        store(DIRECTORY.resolve(FILE), "secret");
        Files.writeString(outside.resolve("file"), "secret");

        for (Path target : new Path[] {outside, Path.of("directory"), Path.of("../outside")}) {
            Files.createSymbolicLink(inside.resolve("link"), target);
            everyVerbFails();
            Files.delete(inside.resolve("link"));
        }

        assertEquals(Set.of("file"), names(outside));
        assertEquals("secret", Files.readString(outside.resolve("file")));
        assertEquals(Set.of(DIRECTORY.resolve(FILE)), entries(DIRECTORY).keySet());
        assertEquals("secret", content(DIRECTORY.resolve(FILE)));
        assertEquals("inside", content(FILE));
    }

    private void everyVerbFails() {
        RelPath there = LINK.resolve(FILE);
        RelPath made = LINK.resolve(OTHER);
        assertThrows(FileSystemException.class, () -> root.find(there));
        assertThrows(FileSystemException.class, () -> entries(LINK));
        assertThrows(FileSystemException.class, () -> entries(made));
        assertThrows(FileSystemException.class, () -> root.open(there, OpenMode.READ));
        assertThrows(FileSystemException.class, () -> root.open(there, OpenMode.WRITE));
        assertThrows(FileSystemException.class, () -> created(made));
        assertThrows(FileSystemException.class, () -> content(there));
        assertThrows(FileSystemException.class, () -> store(made, "x"));
        assertThrows(FileSystemException.class, () -> root.copy(there, root, OTHER, PLAIN, Set.of()));
        assertThrows(FileSystemException.class, () -> root.copy(FILE, root, made, PLAIN, Set.of()));
        assertThrows(FileSystemException.class, () -> root.readLink(there));
        assertThrows(FileSystemException.class, () -> root.createDirectory(made, 0755));
        assertThrows(FileSystemException.class, () -> root.createSymlink(made, bytes("x")));
        assertThrows(FileSystemException.class, () -> root.createLink(made, FILE));
        assertThrows(FileSystemException.class, () -> root.createLink(OTHER, there));
        assertThrows(FileSystemException.class, () -> root.rename(FILE, made));
        assertThrows(FileSystemException.class, () -> root.rename(there, OTHER));
        assertThrows(FileSystemException.class, () -> root.remove(there));
        assertThrows(FileSystemException.class, () -> root.apply(there, PLAIN));
    }

    private static Set<String> names(Path directory) throws IOException {
        try (Stream<Path> names = Files.list(directory)) {
            return new TreeSet<>(
                    names.map(name -> name.getFileName().toString()).toList());
        }
    }

    @Test
    void a_link_in_the_last_part_is_not_followed() throws IOException {
        store(FILE, "inside");
        Files.writeString(outside.resolve("file"), "secret");
        Files.createSymbolicLink(inside.resolve("link"), outside.resolve("file"));
        Files.createSymbolicLink(inside.resolve("directory"), outside);

        assertThrows(FileSystemException.class, () -> root.open(LINK, OpenMode.READ));
        assertThrows(FileSystemException.class, () -> root.open(LINK, OpenMode.WRITE));
        assertThrows(FileAlreadyExistsException.class, () -> created(LINK));
        assertThrows(FileSystemException.class, () -> content(LINK));
        assertThrows(FileAlreadyExistsException.class, () -> store(LINK, "x"));
        assertThrows(FileSystemException.class, () -> root.copy(LINK, root, OTHER, PLAIN, Set.of()));
        assertThrows(FileAlreadyExistsException.class, () -> root.copy(FILE, root, LINK, PLAIN, Set.of()));
        assertThrows(FileSystemException.class, () -> entries(DIRECTORY));
        assertThrows(FileAlreadyExistsException.class, () -> root.createDirectory(DIRECTORY, 0755));
        assertEquals(EntryKind.SYMLINK, entry(DIRECTORY).kind());

        assertEquals("secret", Files.readString(outside.resolve("file")));
        assertEquals(Set.of("file"), names(outside));
    }

    @Test
    void a_link_itself_gets_a_second_name() throws IOException {
        claimed(IoFeature.SYMLINKS);
        claimed(IoFeature.HARD_LINKS);
        store(FILE, "inside");
        root.createSymlink(LINK, bytes("file"));

        root.createLink(OTHER, LINK);

        assertEquals(EntryKind.SYMLINK, entry(OTHER).kind());
        assertEquals(entry(LINK).id(), entry(OTHER).id());
    }

    @Test
    void a_link_swapped_in_meanwhile_leads_nowhere() throws Exception {
        claimed(IoFeature.CONFINED);
        root.createDirectory(DIRECTORY, 0755);
        store(DIRECTORY.resolve(FILE), "inside");
        Files.writeString(outside.resolve("file"), "secret");
        Path directory = inside.resolve("directory");
        Path aside = inside.resolve("aside");
        AtomicBoolean over = new AtomicBoolean();
        Call<Void> swapping = Call.running(() -> {
            while (!over.get()) {
                Files.move(directory, aside);
                Files.createSymbolicLink(directory, outside);
                Files.delete(directory);
                Files.move(aside, directory);
            }
        });

        // Tries that find nothing there say nothing: they do not count.
        int found = 0;
        while (found < SWAPS && !swapping.isDone()) {
            try {
                assertEquals("inside", content(DIRECTORY.resolve(FILE)));
                found++;
                store(DIRECTORY.resolve(OTHER), "");
                root.remove(DIRECTORY.resolve(OTHER));
            } catch (FileSystemException swapped) {
                assertEquals(Set.of("file"), names(outside));
            }
        }

        over.set(true);
        swapping.result();
        assertEquals(Set.of("file"), names(outside));
    }

    @Test
    void a_root_that_was_moved_is_still_the_same() throws IOException {
        claimed(IoFeature.CONFINED);
        store(FILE, "inside");
        Path moved = outside.resolve("moved");
        Files.move(inside, moved);
        Files.createDirectory(inside);

        store(OTHER, "too");

        assertEquals("inside", content(FILE));
        assertEquals(Set.of(FILE, OTHER), entries(RelPath.ROOT).keySet());
        assertTrue(Files.exists(moved.resolve("other")));
        assertEquals(Set.of(), names(inside));
    }
}
