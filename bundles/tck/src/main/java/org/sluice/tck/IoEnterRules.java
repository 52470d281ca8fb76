package org.sluice.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sluice.io.EntryKind;
import org.sluice.io.FileHandle;
import org.sluice.io.IoFeature;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.io.Volume;

/** Roots beneath roots, and the file system they are in. */
abstract class IoEnterRules extends IoWaitingRules {

    @Test
    void an_entered_directory_is_a_root_of_its_own() throws IOException {
        root.createDirectory(DIRECTORY, 0755);
        store(DIRECTORY.resolve(OTHER), "other");

        try (Root entered = root.enter(DIRECTORY)) {
            entered.store(FILE, memory("content"), PLAIN);
            assertEquals("content", content(DIRECTORY.resolve(FILE)));
            assertEquals("other", content(entered, OTHER));
            assertEquals(FILE, entered.find(FILE).orElseThrow().path());
            entered.list(RelPath.ROOT, (IoListingRules.Told)
                    entry -> assertTrue(Set.of(FILE, OTHER).contains(entry.path())));
            entered.rename(FILE, LINK);
            entered.remove(OTHER);
            entered.sync();
        }
        assertEquals(Set.of(DIRECTORY.resolve(LINK)), entries(DIRECTORY).keySet());
    }

    @Test
    void a_directory_is_entered_from_one_that_was_entered() throws IOException {
        root.createDirectory(DIRECTORY, 0755);
        root.createDirectory(DIRECTORY.resolve(OTHER), 0755);

        try (Root entered = root.enter(DIRECTORY);
                Root further = entered.enter(OTHER);
                Root same = further.enter(RelPath.ROOT)) {
            same.store(FILE, memory("deep"), PLAIN);
        }

        assertEquals("deep", content(DIRECTORY.resolve(OTHER).resolve(FILE)));
    }

    @Test
    void either_root_may_be_closed_first() throws IOException {
        root.createDirectory(DIRECTORY, 0755);
        Root top = backend().root(inside);
        Root first = top.enter(DIRECTORY);
        Root second = top.enter(DIRECTORY);
        first.close();
        assertTrue(top.find(DIRECTORY).isPresent());
        top.close();
        try (second) {
            second.store(FILE, memory("still"), PLAIN);
        }

        assertEquals("still", content(DIRECTORY.resolve(FILE)));
    }

    @Test
    void a_file_open_below_an_entered_root_takes_metadata() throws IOException {
        root.createDirectory(DIRECTORY, 0755);

        try (Root entered = root.enter(DIRECTORY);
                FileHandle file = entered.open(FILE, OpenMode.CREATE)) {
            file.apply(PLAIN);
        }

        assertEquals(TIME, entry(DIRECTORY.resolve(FILE)).metadata().modified());
    }

    @Test
    void nothing_but_a_directory_is_entered() throws IOException {
        store(FILE, "");
        Files.createSymbolicLink(inside.resolve("link"), outside);

        assertThrows(NotDirectoryException.class, () -> root.enter(FILE));
        assertThrows(NoSuchFileException.class, () -> root.enter(NONE));
        assertThrows(FileSystemException.class, () -> root.enter(LINK));
    }

    @Test
    void no_link_leads_out_of_an_entered_root() throws IOException {
        root.createDirectory(DIRECTORY, 0755);
        Files.createSymbolicLink(inside.resolve("directory/link"), outside);

        try (Root entered = root.enter(DIRECTORY)) {
            assertThrows(FileSystemException.class, () -> entered.store(LINK.resolve(FILE), memory("escaped"), PLAIN));
            assertEquals(EntryKind.SYMLINK, entered.find(LINK).orElseThrow().kind());
        }

        assertTrue(Files.notExists(outside.resolve("file")));
    }

    @Test
    void an_entered_directory_that_was_moved_is_still_the_same() throws IOException {
        claimed(IoFeature.CONFINED);
        root.createDirectory(DIRECTORY, 0755);

        try (Root entered = root.enter(DIRECTORY)) {
            Files.move(inside.resolve("directory"), outside.resolve("moved"));
            Files.createDirectory(inside.resolve("directory"));
            entered.store(FILE, memory("content"), PLAIN);
        }

        assertEquals("content", Files.readString(outside.resolve("moved/file")));
        assertEquals(Set.of(), entries(DIRECTORY).keySet());
    }

    @Test
    void a_volume_tells_its_type_its_device_and_its_room() throws IOException {
        Volume volume = root.volume();

        assertEquals(Files.getFileStore(inside).type(), volume.type());
        assertEquals(entry(RelPath.ROOT).id().device(), volume.device());
        assertEquals(Files.getFileStore(inside).getTotalSpace(), volume.total());
        assertTrue(volume.free() > 0 && volume.free() <= volume.total(), volume::toString);
    }
}
