package org.sluice.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.sluice.deploy.sample.Lingers;
import org.sluice.deploy.sample.Throws;
import org.sluice.deploy.sample.Works;

/** What becomes of what runs when another jar takes its place. */
class ReplacementTest {

    @TempDir
    private Path directory;

    private Running running;
    private long descriptorsAtFirst;

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
    void another_jar_of_the_same_name_is_run_by_the_same_bundle() throws Exception {
        running.put("a.jar", works("a", "1.0.0"));
        running.scan();
        Bundle before = running.bundle("a");

        running.put("a.jar", works("a", "1.1.0"));
        running.scan();

        assertEquals(before, running.bundle("a"));
        assertEquals(List.of("a 1.1.0"), running.said());
        assertEquals("1.1.0", running.plugin("a.jar").version());
    }

    @Test
    void what_ran_before_goes_on_while_its_jar_is_written_over() throws Exception {
        running.put("a.jar", works("a", "1.0.0"));
        running.scan();
        byte[] next = works("a", "2.0.0").bytes();
        Path jar = running.deploy.resolve("a.jar");

        Files.write(jar, Arrays.copyOf(next, next.length / 2));
        running.scan();

        assertEquals(List.of("a 1.0.0"), running.said());
        assertEquals(List.of("a.jar ACTIVE"), running.states());
        assertTrue(
                running.reason("a.jar").startsWith("its jar has changed, but is not taken: "), running.reason("a.jar"));

        Files.write(jar, next);
        running.scan();

        assertEquals(List.of("a 2.0.0"), running.said());
        assertEquals("", running.reason("a.jar"));
    }

    @Test
    void an_update_that_does_not_start_leaves_what_ran_before() throws Exception {
        running.put("a.jar", works("a", "1.0.0"));
        running.scan();

        running.put("a.jar", PluginJar.named("a", "2.0.0").activatedBy(Throws.class));
        running.scan();
        running.scan();

        assertEquals(List.of("a 1.0.0"), running.said());
        assertEquals("1.0.0", running.bundle("a").getVersion().toString());
        assertTrue(running.reason("a.jar").endsWith("no licence"), running.reason("a.jar"));
    }

    @Test
    void what_does_not_stop_is_replaced_once_it_has_and_keeps_nobody_meanwhile() throws Exception {
        running.close();
        Duration second = Duration.ofSeconds(1);
        running = Running.in(directory.resolve("patient"), new Patience(Duration.ofSeconds(5), second, second));
        running.put("a.jar", PluginJar.named("a", "1.0.0").activatedBy(Lingers.class));
        running.scan();

        running.put("a.jar", works("a", "2.0.0"));
        running.put("b.jar", works("b", "1.0.0"));
        running.scan();

        assertEquals(List.of("a.jar STARTING", "b.jar ACTIVE"), running.states());

        System.setProperty(Lingers.class.getName(), "stop");
        try {
            Eventually.holds("its successor runs", () -> running.scanned().equals(List.of("a 2.0.0", "b 1.0.0")));
        } finally {
            System.clearProperty(Lingers.class.getName());
        }
        assertEquals(List.of("a.jar ACTIVE", "b.jar ACTIVE"), running.states());
        assertEquals("", running.reason("a.jar"));
    }

    @Test
    void an_update_that_lacks_something_does_not_even_stop_what_runs() throws Exception {
        running.put("a.jar", works("a", "1.0.0"));
        running.scan();
        long since = running.bundle("a").getLastModified();

        running.put("a.jar", works("a", "2.0.0").with("Import-Package", "org.osgi.framework,org.example.nowhere"));
        running.scan();

        assertEquals(List.of("a 1.0.0"), running.said());
        assertEquals(since, running.bundle("a").getLastModified());
    }

    @Test
    void what_needs_a_plugin_is_wired_to_its_next_version() throws Exception {
        running.put("a.jar", works("a", "1.0.0").with("Import-Package", "org.osgi.framework,org.example.b"));
        running.put(
                "b.jar",
                works("b", "1.0.0").with("Export-Package", "org.example.b").holding("org/example/b/x", "1"));
        running.scan();

        running.put(
                "b.jar",
                works("b", "2.0.0").with("Export-Package", "org.example.b").holding("org/example/b/x", "2"));
        running.scan();

        assertEquals(
                "2",
                new String(running.bundle("a")
                        .getResource("org/example/b/x")
                        .openStream()
                        .readAllBytes()));
        assertEquals(List.of("a 1.0.0", "b 2.0.0"), running.said());
    }

    @Test
    void an_update_that_another_cannot_run_with_is_taken_back() throws Exception {
        running.put("a.jar", works("a", "1.0.0").with("Import-Package", "org.osgi.framework,org.example.b"));
        running.put(
                "b.jar",
                works("b", "1.0.0").with("Export-Package", "org.example.b").holding("org/example/b/x", "1"));
        running.scan();

        running.put("b.jar", works("b", "2.0.0"));
        running.scan();

        assertEquals(List.of("a 1.0.0", "b 1.0.0"), running.said());
        assertTrue(
                running.reason("b.jar").contains("a, which needs it, does not run with it"), running.reason("b.jar"));
    }

    @Test
    void a_bundle_of_the_distribution_is_updated_in_its_place_and_is_itself_again_afterwards() throws Exception {
        Bundle own = running.install(works("a", "1.0.0").at(directory.resolve("own.jar")));

        running.put("a.jar", works("a", "1.0.0").with("Says", "newer build"));
        running.scan();

        assertEquals(List.of("newer build"), running.said());
        assertEquals(own, running.bundle("a"));
        assertEquals("in the place of the distribution's 1.0.0", running.reason("a.jar"));

        Files.delete(running.deploy.resolve("a.jar"));
        running.scan();

        assertEquals(List.of("a 1.0.0"), running.said());
        assertEquals(List.of(), running.states());
    }

    @Test
    void an_update_of_the_distributions_own_that_does_not_start_leaves_that() throws Exception {
        running.install(works("a", "1.0.0").at(directory.resolve("own.jar")));

        running.put("a.jar", PluginJar.named("a", "2.0.0").activatedBy(Throws.class));
        running.scan();

        assertEquals(List.of("a 1.0.0"), running.said());
        assertEquals(List.of("a.jar FAILED"), running.states());
    }

    @Test
    void an_older_build_than_the_distributions_is_not_taken() throws Exception {
        running.install(works("a", "2.0.0").at(directory.resolve("own.jar")));

        running.put("a.jar", works("a", "1.0.0"));
        running.scan();

        assertEquals(List.of("a 2.0.0"), running.said());
        assertEquals("the distribution has a newer one, 2.0.0", running.reason("a.jar"));
    }

    @Test
    void what_the_shell_uninstalled_comes_back_when_its_jar_changes() throws Exception {
        running.put("a.jar", works("a", "1.0.0"));
        running.scan();
        running.bundle("a").uninstall();
        running.scan();

        assertEquals(List.of(), running.said());
        assertEquals(List.of("a.jar STOPPED"), running.states());

        running.put("a.jar", works("a", "1.0.1"));
        running.scan();

        assertEquals(List.of("a 1.0.1"), running.said());
    }

    @Test
    void what_the_shell_stopped_stays_so_in_its_next_version() throws Exception {
        running.put("a.jar", works("a", "1.0.0"));
        running.scan();
        running.bundle("a").stop();
        running.put("a.jar", works("a", "2.0.0"));
        running.scan();

        assertEquals(List.of("a.jar STOPPED"), running.states());
        assertEquals("2.0.0", running.bundle("a").getVersion().toString());

        running.bundle("a").start();

        assertEquals(List.of("a 2.0.0"), running.said());
        assertEquals(List.of("a.jar ACTIVE"), running.states());
    }

    @Test
    void the_shells_own_update_has_the_bytes_that_were_checked() throws Exception {
        running.put("a.jar", works("a", "1.0.0"));
        running.scan();
        running.put("a.jar", works("a", "2.0.0"));
        running.scan();
        Files.write(running.deploy.resolve("a.jar"), works("a", "3.0.0").bytes());

        running.bundle("a").update();

        assertEquals(List.of("a 2.0.0"), running.said());
    }

    @Test
    void a_hundred_versions_leave_no_more_behind_than_one() throws Exception {
        for (int i = 0; i < 100; i++) {
            running.put("a.jar", works("a", "1.0." + i));
            running.scan();
            if (i == 10) {
                descriptorsAtFirst = descriptors();
            }
        }

        assertEquals(List.of("a 1.0.99"), running.said());
        assertTrue(descriptors() <= descriptorsAtFirst + 3, descriptorsAtFirst + " became " + descriptors());
        try (var revisions = Files.list(
                directory.resolve("framework/bundle" + running.bundle("a").getBundleId()))) {
            long versions = revisions
                    .filter(file -> file.getFileName().toString().startsWith("version"))
                    .count();
            assertTrue(versions <= 2, versions + " versions are kept");
        }
    }

    private static long descriptors() throws Exception {
        try (var open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }
}
