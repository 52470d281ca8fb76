package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.itest.dummy.Dummy;
import org.sluice.itest.dummy.Hanging;

/** Plugins as users handle them: by commands, of a process each, beside one that runs. */
class PluginVerbsIT {

    @TempDir
    private Path folder;

    private Path deploy;
    private Path jar;
    private Path program;
    private Sluice sluice;

    @BeforeEach
    void distribution() throws Exception {
        program = Distribution.copy(folder.resolve("distribution"));
        deploy = folder.resolve("distribution/deploy");
        sluice = new Sluice(folder.resolve("home"), program);
        jar = Files.write(folder.resolve("dummy.jar"), DummyBundle.bytes("1.0.0", 500));
    }

    /** The directory for temporary files warns of links that lead out of it. */
    @AfterEach
    void unlink() throws Exception {
        Distribution.unlink(folder.resolve("distribution"));
    }

    private Sluice.Result done(String... words) throws Exception {
        Sluice.Result result = sluice.run(words);
        assertEquals(0, result.code(), result::toString);
        return result;
    }

    private Sluice.Result refused(int code, String... words) throws Exception {
        Sluice.Result result = sluice.run(words);
        assertEquals(code, result.code(), result::toString);
        return result;
    }

    private List<String> files() throws Exception {
        try (Stream<Path> files = Files.list(deploy)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void a_plugin_is_installed_listed_updated_and_removed() throws Exception {
        assertTrue(done("plugin", "install", "-n", jar.toString()).out().contains("would be: org.example.dummy 1.0.0"));
        assertEquals(List.of(), files());

        done("plugin", "install", jar.toString());
        assertEquals(List.of("dummy.jar"), files());
        assertTrue(done("providers", "--json").out().contains("\"bundle\":\"org.example.dummy 1.0.0\""));
        assertTrue(done("plugin", "list", "--json").out().contains("\"state\":\"active\""));
        refused(1, "plugin", "install", jar.toString());

        Files.write(jar, DummyBundle.bytes("2.0.0", 500));
        assertTrue(done("plugin", "update", jar.toString()).out().contains("org.example.dummy 1.0.0 becomes 2.0.0"));
        assertTrue(done("providers", "--json").out().contains("\"bundle\":\"org.example.dummy 2.0.0\""));

        done("plugin", "remove", "org.example.dummy");
        assertEquals(List.of(), files());
        assertFalse(done("providers", "--json").out().contains("org.example.dummy"));
    }

    @Test
    void what_would_restart_core_is_refused_with_and_without_a_dry_run() throws Exception {
        Files.write(jar, DummyBundle.bytes("org.sluice.api", "9.0.0", Dummy.class, Map.of()));

        Sluice.Result planned = refused(5, "plugin", "install", "-n", jar.toString());
        Sluice.Result refused = refused(5, "plugin", "install", jar.toString());

        assertTrue(planned.out().contains("would be restarted: org.sluice.chunks"), planned::toString);
        assertTrue(refused.err().contains("would restart org.sluice.api, org.sluice.core, "), refused::toString);
        assertEquals(List.of(), files());
    }

    @Test
    void a_running_process_takes_up_what_a_command_installs_and_gives_back_what_one_removes() throws Exception {
        try (TypedShell shell = new TypedShell(sluice, folder.resolve("shell.out"))) {
            done("plugin", "install", jar.toString());
            shell.type("backends", "org.example.dummy 1.0.0");
            Files.write(jar, DummyBundle.bytes("2.0.0", 500));
            done("plugin", "update", jar.toString());
            shell.type("backends", "org.example.dummy 2.0.0");
            done("plugin", "remove", "org.example.dummy");
            shell.type("plugin list", "there is no plugin");
            shell.type("plugin install " + jar, "org.example.dummy 2.0.0");
            shell.type("backends", "org.example.dummy 2.0.0");
        }
        assertTrue(done("backends").out().contains("org.example.dummy 2.0.0"));
    }

    @Test
    void only_what_is_listed_is_started_and_the_refusal_says_what_to_list() throws Exception {
        Path trust = folder.resolve("distribution/conf/plugin.trust");
        Files.writeString(trust, "# nobody yet\n");

        Sluice.Result refused = refused(5, "plugin", "install", jar.toString());
        assertEquals(List.of(), files());
        Files.copy(jar, deploy.resolve("dummy.jar"));
        assertFalse(done("providers", "--json").out().contains("org.example.dummy"));
        assertTrue(done("plugin", "list", "--json").out().contains("\"trust\":\"none\""));

        String line = refused.err().replaceFirst("(?s).*add \"(sha256 [0-9a-f]{64} org.example.dummy)\" to .*", "$1");
        Files.writeString(trust, line);

        assertTrue(done("providers", "--json").out().contains("org.example.dummy"));
        assertTrue(done("plugin", "list", "--json").out().contains("\"trust\":\"digest\""));
    }

    @Test
    void a_plugin_whose_start_hangs_keeps_no_verb_from_its_end() throws Exception {
        Files.write(deploy.resolve("a.jar"), DummyBundle.bytes("a", "1.0.0", Hanging.class, Map.of()));
        Files.copy(jar, deploy.resolve("dummy.jar"));

        assertTrue(done("providers", "--json").out().contains("org.example.dummy"));
        assertTrue(done("plugin", "list", "--json").out().contains("\"state\":\"starting\""));
    }

    @Test
    void a_folder_that_others_may_write_to_is_refused_at_the_start() throws Exception {
        Files.setPosixFilePermissions(deploy, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertTrue(refused(1, "version").err().contains("chmod go-w"));
    }
}
