package org.sluice.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SluiceHomeTest {

    private static final Path USER = Path.of("/home/ann");

    @TempDir
    Path directory;

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private Path made(String name, String permissions) throws IOException {
        Path home = Files.createDirectory(directory.resolve(name));
        return Files.setPosixFilePermissions(home, PosixFilePermissions.fromString(permissions));
    }

    @Test
    void what_the_user_says_comes_first_and_is_made_absolute() {
        assertEquals(
                Path.of("state").toAbsolutePath(),
                SluiceHome.locate(Map.of("SLUICE_HOME", "x/../state"), "Linux", USER));
    }

    @Test
    void every_platform_has_its_place() {
        Map<String, String> nothing = Map.of("SLUICE_HOME", "", "XDG_STATE_HOME", "relative");

        assertEquals(Path.of("/home/ann/.local/state/sluice"), SluiceHome.locate(nothing, "Linux", USER));
        assertEquals(
                Path.of("/var/state/sluice"), SluiceHome.locate(Map.of("XDG_STATE_HOME", "/var/state"), "Linux", USER));
        assertEquals(
                Path.of("/home/ann/Library/Application Support/Sluice"), SluiceHome.locate(nothing, "Mac OS X", USER));
        assertEquals(
                Path.of("/c/local/Sluice"), SluiceHome.locate(Map.of("LOCALAPPDATA", "/c/local"), "Windows 11", USER));
    }

    @Test
    void it_is_made_for_its_owner_alone() throws Exception {
        Path home = directory.resolve("a/b/home");

        SluiceHome.prepare(home);

        assertEquals("rwx------", permissions(home));
    }

    @Test
    void an_empty_folder_is_taken_over() throws Exception {
        Path home = made("home", "rwxrwxrwx");

        SluiceHome.prepare(home);

        assertEquals("rwx------", permissions(home));
    }

    @Test
    void a_folder_in_use_that_others_may_write_to_is_refused_and_left_alone() throws Exception {
        Path home = made("home", "rwxrwxr-x");
        Files.createFile(home.resolve("identity"));

        var refused = assertThrows(LaunchException.class, () -> SluiceHome.prepare(home));

        assertTrue(refused.getMessage().contains("chmod 700"), refused.getMessage());
        assertEquals("rwxrwxr-x", permissions(home));
    }

    @Test
    void a_folder_in_use_that_others_may_only_read_is_left_as_it_is() throws Exception {
        Path home = made("home", "rwxr-xr-x");
        Files.createFile(home.resolve("identity"));

        SluiceHome.prepare(home);

        assertEquals("rwxr-xr-x", permissions(home));
    }

    @Test
    void commands_that_begin_at_the_same_moment_make_it_together() throws Exception {
        for (int round = 0; round < 100; round++) {
            Path home = directory.resolve("together/" + round);
            CyclicBarrier start = new CyclicBarrier(4);
            List<FutureTask<Void>> commands = new ArrayList<>();
            for (int i = 0; i < start.getParties(); i++) {
                FutureTask<Void> command = new FutureTask<>(() -> {
                    start.await();
                    SluiceHome.prepare(home);
                    return null;
                });
                commands.add(command);
                Thread.ofPlatform().start(command);
            }
            for (FutureTask<Void> command : commands) {
                command.get();
            }
            assertEquals("rwx------", permissions(home));
        }
    }

    @Test
    void a_file_in_its_place_is_refused() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));

        assertThrows(LaunchException.class, () -> SluiceHome.prepare(file));
    }
}
