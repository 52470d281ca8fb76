package org.sluice.core.home;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {

    private static final Path USER = Path.of("/home/u");

    @TempDir
    private Path directory;

    private static Path locate(Map<String, String> environment, String os) {
        return Home.locate(Optional.empty(), environment, os, USER);
    }

    @Test
    void what_is_said_comes_first_then_the_platforms_folder() {
        assertEquals(Path.of("/p"), Home.locate(Optional.of("/p"), Map.of("SLUICE_HOME", "/e"), "Linux", USER));
        assertEquals(Path.of("/e"), locate(Map.of("SLUICE_HOME", "/e", "XDG_STATE_HOME", "/x"), "Linux"));
        assertEquals(Path.of("/x/sluice"), locate(Map.of("XDG_STATE_HOME", "/x"), "Linux"));
        assertEquals(Path.of("/home/u/.local/state/sluice"), locate(Map.of("XDG_STATE_HOME", " "), "Linux"));
        assertEquals(Path.of("/home/u/Library/Application Support/sluice"), locate(Map.of(), "Mac OS X"));
        assertEquals(Path.of("/l/sluice"), locate(Map.of("LOCALAPPDATA", "/l"), "Windows 11"));
        assertEquals(Path.of("/home/u/AppData/Local/sluice"), locate(Map.of(), "Windows 11"));
    }

    @Test
    void the_folder_and_its_files_are_for_their_owner_only() throws Exception {
        Path folder = directory.resolve("deep/home");
        Home home = new Home(folder);

        home.edit("file", lines -> lines.add("x"));

        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(home.file("file"))));
        assertEquals(List.of("x"), home.read("file"));
    }

    @Test
    void a_file_that_does_not_exist_has_no_lines() throws Exception {
        assertEquals(List.of(), new Home(directory.resolve("none")).read("file"));
    }

    @Test
    void an_edit_that_fails_changes_nothing_and_leaves_nothing() throws Exception {
        Home home = new Home(directory);
        home.edit("file", lines -> lines.add("before"));

        assertThrows(
                IOException.class,
                () -> home.edit("file", lines -> {
                    lines.clear();
                    throw new IOException("no");
                }));

        assertEquals(List.of("before"), home.read("file"));
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(
                    List.of(".lock", "file"),
                    files.map(f -> f.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void no_edit_is_lost_when_many_are_made_at_once() throws Exception {
        List<FutureTask<Boolean>> edits = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String line = "line " + i;
            // each as if it were a process of its own
            FutureTask<Boolean> edit =
                    new FutureTask<>(() -> new Home(directory).edit("file", lines -> lines.add(line)));
            edits.add(edit);
            Thread.ofPlatform().start(edit);
        }
        for (FutureTask<Boolean> edit : edits) {
            assertEquals(true, edit.get());
        }

        assertEquals(20, new Home(directory).read("file").size());
    }
}
