package org.sluice.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.sluice.deploy.Found.Unfit;
import org.sluice.deploy.sample.Hangs;
import org.sluice.deploy.sample.HangsLater;
import org.sluice.deploy.sample.Throws;
import org.sluice.deploy.sample.Works;
import org.sluice.plugin.Plugin.State;

/** What becomes of a framework when the folder is looked at. */
class DeploymentTest {

    @TempDir
    private Path directory;

    private Running running;

    @BeforeEach
    void start() throws Exception {
        running = Running.in(directory);
    }

    @AfterEach
    void stop() throws Exception {
        running.close();
    }

    private static PluginJar works(String name, String version) {
        return PluginJar.named(name, version).activatedBy(Works.class);
    }

    @Test
    void a_jar_that_comes_is_started_and_ends_when_it_goes() throws Exception {
        running.put("a.jar", works("a", "1.0.0"));
        running.scan();

        assertEquals(List.of("a.jar ACTIVE"), running.states());
        assertEquals(List.of("a 1.0.0"), running.said());

        Files.delete(running.deploy.resolve("a.jar"));
        running.scan();

        assertEquals(List.of(), running.states());
        assertEquals(List.of(), running.said());
    }

    @Test
    void of_two_versions_the_higher_runs_and_the_other_takes_over() throws Exception {
        running.put("a-1.jar", works("a", "1.9.0"));
        running.put("a-2.jar", works("a", "1.10.0"));
        running.scan();

        assertEquals(List.of("a-1.jar SUPERSEDED", "a-2.jar ACTIVE"), running.states());
        assertEquals("by a-2.jar", running.reason("a-1.jar"));
        assertEquals(List.of("a 1.10.0"), running.said());

        Files.delete(running.deploy.resolve("a-2.jar"));
        running.scan();

        assertEquals(List.of("a-1.jar ACTIVE"), running.states());
        assertEquals(List.of("a 1.9.0"), running.said());
    }

    @Test
    void half_a_jar_is_waited_for() throws Exception {
        byte[] whole = works("a", "1.0.0").bytes();
        Path jar = running.deploy.resolve("a.jar");
        Files.write(jar, Arrays.copyOf(whole, whole.length / 2));
        running.scan();

        assertEquals(List.of("a.jar WAITING"), running.states());
        assertTrue(running.reason("a.jar").contains("still being copied"), running.reason("a.jar"));

        Files.write(jar, whole);
        running.scan();

        assertEquals(List.of("a.jar ACTIVE"), running.states());
    }

    @Test
    void a_jar_whose_middle_has_not_come_yet_is_waited_for() throws Exception {
        byte[] whole = works("a", "1.0.0")
                .holding("text", "something that is long enough ".repeat(100))
                .bytes();
        byte[] hole = whole.clone();
        Arrays.fill(hole, 200, 300, (byte) 0);
        Files.write(running.deploy.resolve("a.jar"), hole);
        running.scan();

        assertEquals(List.of("a.jar WAITING"), running.states());
    }

    @Test
    void what_runs_reads_its_classes_from_a_copy_that_nobody_writes_over() throws Exception {
        running.put("a.jar", works("a", "1.0.0").holding("late", "read later"));
        running.scan();

        Files.write(running.deploy.resolve("a.jar"), new byte[100]);

        assertEquals(
                "read later",
                new String(running.bundle("a").getResource("late").openStream().readAllBytes()));
    }

    @Test
    void what_is_no_bundle_is_named_and_keeps_nobody_from_starting() throws Exception {
        running.put("a.jar", PluginJar.named("a", "1.0.0").without("Bundle-SymbolicName"));
        Files.writeString(running.deploy.resolve("b.jar"), "this is no jar");
        running.put(
                "c.jar",
                works("c", "1.0.0").with("Import-Package", "org.osgi.framework,org.example.nowhere;version=\"[1,2)\""));
        running.put("d.jar", PluginJar.named("d", "1.0.0").activatedBy(Throws.class));
        running.put("e.jar", works("e", "1.0.0"));
        running.scan();

        assertEquals(
                List.of("a.jar FAILED", "b.jar WAITING", "c.jar FAILED", "d.jar FAILED", "e.jar ACTIVE"),
                running.states());
        assertTrue(running.reason("a.jar").contains("it is no bundle"), running.reason("a.jar"));
        assertEquals("it lacks package org.example.nowhere [1.0.0,2.0.0)", running.reason("c.jar"));
        assertEquals("it does not start: java.lang.IllegalStateException: no licence", running.reason("d.jar"));
        assertEquals(2, running.context().getBundles().length);
    }

    @Test
    void plugins_that_need_each_other_come_up_in_any_order() throws Exception {
        running.put("a.jar", works("a", "1.0.0").with("Import-Package", "org.osgi.framework,org.example.b"));
        running.scan();

        assertEquals(List.of("a.jar FAILED"), running.states());

        running.put(
                "b.jar",
                works("b", "1.0.0").with("Export-Package", "org.example.b").holding("org/example/b/x", ""));
        running.scan();

        assertEquals(List.of("a.jar ACTIVE", "b.jar ACTIVE"), running.states());
        assertEquals(List.of("a 1.0.0", "b 1.0.0"), running.said());
    }

    @Test
    void nothing_that_core_would_be_restarted_by_is_taken() throws Exception {
        running.install(works("b", "1.0.0")
                .with("Export-Package", "org.example.b")
                .holding("org/example/b/x", "")
                .at(directory.resolve("b.jar")));
        Bundle core = running.install(works("org.sluice.core", "1.0.0")
                .with("Import-Package", "org.osgi.framework,org.example.b")
                .at(directory.resolve("core.jar")));
        long since = core.getLastModified();

        running.put("b.jar", works("b", "2.0.0").with("Export-Package", "org.example.b"));
        running.put("core.jar", works("org.sluice.core", "2.0.0"));
        running.put("f.jar", PluginJar.named("f", "1.0.0").with("Fragment-Host", "org.sluice.core"));
        running.put(
                "x.jar", PluginJar.named("x", "1.0.0").with("Fragment-Host", "system.bundle; extension:=framework"));
        running.scan();

        assertEquals(List.of("b.jar REFUSED", "core.jar REFUSED", "f.jar REFUSED", "x.jar REFUSED"), running.states());
        assertTrue(running.reason("b.jar").startsWith("it would restart org.sluice.core, "), running.reason("b.jar"));
        assertEquals(List.of("b 1.0.0", "org.sluice.core 1.0.0"), running.said());
        assertEquals(since, core.getLastModified());
    }

    @Test
    void a_fragment_of_another_plugin_is_attached() throws Exception {
        running.put("a.jar", works("a", "1.0.0"));
        running.scan();
        running.put(
                "f.jar",
                PluginJar.named("f", "1.0.0").with("Fragment-Host", "a").holding("added", "by f"));
        running.scan();

        assertEquals(List.of("a.jar ACTIVE", "f.jar ACTIVE"), running.states());
        assertEquals(
                "by f",
                new String(running.bundle("a").getResource("added").openStream().readAllBytes()));
    }

    @Test
    void a_start_that_hangs_keeps_nobody_and_ends_with_its_jar() throws Exception {
        running.put("a.jar", PluginJar.named("a", "1.0.0").activatedBy(Hangs.class));
        running.put("b.jar", works("b", "1.0.0"));
        running.scan();

        assertEquals(List.of("a.jar STARTING", "b.jar ACTIVE"), running.states());

        running.put("c.jar", works("c", "1.0.0"));
        Files.delete(running.deploy.resolve("a.jar"));
        running.scan();

        assertEquals(List.of("b 1.0.0", "c 1.0.0"), running.said());
        Eventually.holds("it has gone", () -> {
            running.scanned();
            return running.states().equals(List.of("b.jar ACTIVE", "c.jar ACTIVE"));
        });
        assertEquals(3, running.context().getBundles().length);
    }

    @Test
    void a_service_that_does_not_come_to_be_holds_nobody_up() throws Exception {
        running.put("a.jar", PluginJar.named("a", "1.0.0").activatedBy(HangsLater.class));
        running.put("b.jar", works("b", "1.0.0"));
        running.scan();

        assertEquals(List.of("a.jar FAILED", "b.jar ACTIVE"), running.states());
        assertEquals("it does not start: its service org.sluice.sample does not come to be", running.reason("a.jar"));
        assertEquals(2, running.context().getBundles().length);
    }

    @Test
    void what_others_may_write_to_is_not_taken() throws Exception {
        Path jar = running.put("a.jar", works("a", "1.0.0"));
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-rw-r--"));
        running.scan();

        assertEquals(List.of("a.jar REFUSED"), running.states());
        assertTrue(running.reason("a.jar").contains("chmod go-w"), running.reason("a.jar"));

        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-r--r--"));
        running.scan();

        assertEquals(List.of("a.jar ACTIVE"), running.states());
    }

    @Test
    void nothing_is_taken_from_a_folder_that_others_may_write_to() throws Exception {
        running.put("a.jar", works("a", "1.0.0"));
        running.scan();
        Files.setPosixFilePermissions(running.deploy, PosixFilePermissions.fromString("rwxrwxrwx"));
        running.put("b.jar", works("b", "1.0.0"));
        running.scan();

        assertEquals(List.of("a 1.0.0"), running.said());
    }

    @Test
    void a_name_with_a_dot_before_it_is_on_its_way() throws Exception {
        running.put(".a.jar", works("a", "1.0.0"));
        running.put("a.jar.part", works("a", "1.0.0"));
        running.scan();

        assertEquals(List.of(), running.states());
        assertNotEquals(0, Files.size(running.deploy.resolve(".a.jar")));
    }

    @Test
    void a_jar_that_stays_half_is_told_once() throws Exception {
        Unfit half = new Unfit(State.WAITING, "half");
        Entry entry = new Entry("a.jar", new Stamp(Map.of()), half);

        assertTrue(!entry.tell(Duration.ofHours(1)));
        assertTrue(entry.isRestless());
        assertTrue(entry.tell(Duration.ofNanos(-1)));
        assertTrue(!entry.tell(Duration.ofNanos(-1)));
        assertTrue(!entry.isRestless());
    }

    @Test
    void what_is_no_file_is_named() throws Exception {
        Files.createDirectory(running.deploy.resolve("a.jar"));
        Process pipe =
                new ProcessBuilder("mkfifo", running.deploy.resolve("b.jar").toString()).start();
        assertEquals(0, pipe.waitFor());
        running.put("c.jar", works("c", "1.0.0"));
        running.scan();

        assertEquals(List.of("a.jar FAILED", "b.jar FAILED", "c.jar ACTIVE"), running.states());
        assertEquals("it is no file", running.reason("b.jar"));
    }

    @Test
    void copies_that_nobody_uses_any_more_are_removed() throws Exception {
        for (int i = 0; i < 5; i++) {
            running.put("a.jar", works("a", "1.0." + i));
            running.scan();
        }
        try (var copies = Files.list(directory.resolve("copies"))) {
            assertTrue(copies.count() <= 2);
        }
    }
}
