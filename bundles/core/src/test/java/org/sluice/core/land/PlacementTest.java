package org.sluice.core.land;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.core.WatchedRoot;
import org.sluice.core.session.Chunking;
import org.sluice.core.session.Placed.Verdict;
import org.sluice.core.session.Undone;
import org.sluice.io.EntryKind;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.io.fallback.NioBackend;

class PlacementTest {

    @TempDir
    private Path temporary;

    private Path directory;
    private Path outside;

    @BeforeEach
    void make_two_directories() throws Exception {
        directory = Files.createDirectory(temporary.resolve("inside"));
        outside = Files.createDirectory(temporary.resolve("outside"));
    }

    private Harbour receive(Cargo cargo) throws Exception {
        return receive(cargo, false);
    }

    private Harbour receive(Cargo cargo, boolean setId) throws Exception {
        try (Root root = new NioBackend().root(directory)) {
            Harbour harbour = new Harbour(root, setId);
            assertEquals(List.of(), harbour.receive(cargo));
            return harbour;
        }
    }

    private static void assertPlaced(Harbour harbour, String path, Verdict verdict) {
        assertEquals(verdict, harbour.placed.get(path).verdict(), path);
    }

    private static void assertFailed(Harbour harbour, String path, String reason) {
        assertPlaced(harbour, path, Verdict.FAILED);
        assertEquals(reason, harbour.placed.get(path).reason());
    }

    private Set<String> there() throws Exception {
        return Cargo.entries(directory).keySet();
    }

    @Test
    void nothing_is_placed_in_or_as_the_staging_folder() throws Exception {
        Harbour harbour = receive(new Cargo()
                .directory(".sluice-staging")
                .file(".sluice-staging/1-2-3/x", "hostile")
                .directory("d")
                .file("d/.sluice-staging", "hostile")
                .file("d/.sluice-staging/x", "hostile")
                .file("d/sluice-staging", "harmless"));

        for (String path :
                List.of(".sluice-staging", ".sluice-staging/1-2-3/x", "d/.sluice-staging", "d/.sluice-staging/x")) {
            assertFailed(harbour, path, "the name is reserved for files on their way");
        }
        assertEquals(Set.of("d", "d/sluice-staging"), there());
    }

    @Test
    void special_files_are_not_accepted() throws Exception {
        Harbour harbour = receive(new Cargo()
                .add("fifo", EntryKind.FIFO, 0, 0644, "")
                .add("socket", EntryKind.SOCKET, 0, 0644, "")
                .add("disk", EntryKind.BLOCK_DEVICE, 0, 0644, "")
                .add("tty", EntryKind.CHARACTER_DEVICE, 0, 0644, "")
                .file("file", "x"));

        for (String path : List.of("fifo", "socket", "disk", "tty")) {
            assertFailed(harbour, path, "special files are not accepted");
        }
        assertEquals(Set.of("file"), there());
    }

    @Test
    void nothing_is_made_through_a_link_whether_it_was_there_or_came_before() throws Exception {
        Files.createSymbolicLink(directory.resolve("there"), outside);

        Harbour harbour = receive(new Cargo()
                .file("there/x", "escaped")
                .directory("there/d")
                .link("comes", outside.toString())
                .file("comes/x", "escaped")
                .link("comes/l", "escaped")
                .file("other", "x"));

        for (String path : List.of("there/d", "comes/l")) {
            assertPlaced(harbour, path, Verdict.FAILED);
        }
        assertEquals(0, outside.toFile().list().length);
        assertEquals(Set.of("there", "comes", "other"), there());
        assertEquals(Set.of(6L), harbour.landed);
    }

    @Test
    void a_file_gives_way_to_a_directory_and_a_link_to_a_file() throws Exception {
        Files.writeString(directory.resolve("d"), "a file");
        Files.writeString(outside.resolve("target"), "untouched");
        Files.createSymbolicLink(directory.resolve("f"), outside.resolve("target"));
        Files.createDirectory(directory.resolve("l"));
        Cargo cargo = new Cargo()
                .directory("d")
                .file("d/x", "in it")
                .file("f", "a file")
                .link("l", "f");

        receive(cargo);

        cargo.assertIn(directory);
        assertEquals("untouched", Files.readString(outside.resolve("target")));
    }

    @Test
    void a_directory_with_something_in_it_does_not_give_way_and_the_others_go_on() throws Exception {
        Files.createDirectories(directory.resolve("full/of"));
        Files.createDirectories(directory.resolve("link/of"));

        Harbour harbour =
                receive(new Cargo().file("full", "x").link("link", "x").file("other", "x"));

        assertFailed(harbour, "full", "writing: a directory that is not empty is in the way");
        assertFailed(harbour, "link", "writing: a directory that is not empty is in the way");
        assertEquals(Set.of("full", "full/of", "link", "link/of", "other"), there());
    }

    @Test
    void set_id_bits_need_consent() throws Exception {
        Cargo cargo = new Cargo().add("f", EntryKind.FILE, 1, 06755, "");
        cargo.contents().put("f", new byte[1]);

        receive(cargo);
        assertEquals(0100755, Files.getAttribute(directory.resolve("f"), "unix:mode"));
        Files.delete(directory.resolve("f"));
        receive(cargo, true);
        assertEquals(0106755, Files.getAttribute(directory.resolve("f"), "unix:mode"));
    }

    @Test
    void what_differs_in_mode_only_is_corrected_and_not_wanted() throws Exception {
        Cargo cargo = new Cargo().directory("d").file("d/f", "x").link("l", "d");
        receive(cargo);
        Files.setPosixFilePermissions(directory.resolve("d/f"), PosixFilePermissions.fromString("rwx------"));
        Files.setPosixFilePermissions(directory.resolve("d"), PosixFilePermissions.fromString("rwx------"));

        Harbour harbour = receive(cargo);

        for (String path : List.of("d", "d/f", "l")) {
            assertPlaced(harbour, path, Verdict.UNCHANGED);
        }
        cargo.assertIn(directory);
    }

    @Test
    void a_file_of_another_size_or_time_is_wanted() throws Exception {
        Cargo cargo =
                new Cargo().file("size", "content").file("time", "content").file("same", "content");
        receive(cargo);
        Files.writeString(directory.resolve("size"), "longer content");
        Files.setLastModifiedTime(directory.resolve("size"), FileTime.from(Cargo.TIME));
        Files.setLastModifiedTime(directory.resolve("time"), FileTime.from(Cargo.TIME.plusNanos(1000)));

        Harbour harbour = receive(cargo);

        assertPlaced(harbour, "size", Verdict.WANTED);
        assertPlaced(harbour, "time", Verdict.WANTED);
        assertPlaced(harbour, "same", Verdict.UNCHANGED);
        cargo.assertIn(directory);
    }

    @Test
    void a_path_that_comes_twice_lands_once_or_fails_and_ends_nothing() throws Exception {
        Cargo cargo = new Cargo()
                .directory("d")
                .directory("d")
                .file("d/x", "one")
                .file("d/x", "one")
                .directory("d/x")
                .file("other", "x");
        try (Root root = new NioBackend().root(directory)) {
            Harbour harbour = new Harbour(root);

            harbour.receive(cargo);

            assertTrue(harbour.landed.contains(6L));
        }
        assertEquals(Set.of("d", "d/x", "other"), there());
    }

    @Test
    void a_path_too_long_below_the_destination_fails_alone() throws Exception {
        Path deep = directory;
        String longest = "x".repeat(255) + ("/" + "y".repeat(255)).repeat(15);
        try (Root root = new NioBackend().root(deep);
                Staging staging = Staging.open(root);
                Landing landing = new Landing(root, staging, new Harbour(root))) {
            Destination destination = new Destination(root, RelPath.parse("base"), Optional.empty());
            Placement placement = new Placement(destination, staging, landing, false);

            assertEquals(
                    Verdict.FAILED,
                    placement
                            .place(new Cargo().directory(longest).manifest().getFirst())
                            .verdict());
        }
    }

    @Test
    void a_file_longer_than_any_can_be_fails_alone() throws Exception {
        Cargo cargo = new Cargo()
                .add("endless", EntryKind.FILE, Chunking.USUAL.longest() + 1, 0644, "")
                .file("other", "x");

        Harbour harbour = receive(cargo);

        assertFailed(harbour, "endless", "writing: larger than 8192 TiB");
        assertEquals(Set.of("other"), there());
    }

    @Test
    void a_directory_that_cannot_be_set_right_is_undone_and_was_counted_once() throws Exception {
        Files.createDirectory(directory.resolve("kept"));
        Cargo cargo = new Cargo().directory("kept").directory("made").file("made/x", "x");
        try (Root real = new NioBackend().root(directory)) {
            Harbour harbour = new Harbour(WatchedRoot.of(real, call -> {
                if (call.name().equals("apply")) {
                    throw new AccessDeniedException(call.path().toString());
                }
                return call.proceed();
            }));

            List<Undone> undone = harbour.receive(cargo);

            assertEquals(
                    List.of(Verdict.MADE, Verdict.UNCHANGED),
                    undone.stream().map(Undone::was).toList());
            assertEquals(
                    "setting its mode, owner and time: permission denied",
                    undone.getFirst().problem().reason());
        }
    }

    @Test
    void a_new_directory_that_cannot_get_its_name_is_undone_once() throws Exception {
        Cargo cargo = new Cargo().directory("d").link("d/l", "x").file("other", "x");
        try (Root real = new NioBackend().root(directory)) {
            Harbour harbour = new Harbour(WatchedRoot.of(real, call -> {
                if (call.name().equals("rename") && call.to().equals(RelPath.parse("d"))) {
                    throw new AccessDeniedException(call.to().toString());
                }
                return call.proceed();
            }));

            List<Undone> undone = harbour.receive(cargo);

            assertEquals(
                    List.of("d"),
                    undone.stream().map(u -> u.problem().path().toString()).toList());
            assertEquals(Set.of(3L), harbour.landed);
        }
    }
}
