package org.sluice.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.sluice.deploy.sample.Throws;
import org.sluice.deploy.sample.Works;
import org.sluice.plugin.Change;
import org.sluice.plugin.Change.Install;
import org.sluice.plugin.Change.Remove;
import org.sluice.plugin.Change.Update;
import org.sluice.plugin.Plan;
import org.sluice.plugin.PluginException;
import org.sluice.plugin.PluginException.Reason;

/** What is asked for by a verb. */
class ChangesTest {

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

    private Path jar(String file, String name, String version) throws Exception {
        return PluginJar.named(name, version).activatedBy(Works.class).at(directory.resolve(file));
    }

    private List<String> files() throws Exception {
        try (Stream<Path> files = Files.list(running.deploy)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private PluginException refused(Change change) {
        return assertThrows(PluginException.class, () -> running.plugins.apply(change));
    }

    @Test
    void a_plugin_is_started_here_and_lies_in_the_folder_for_others() throws Exception {
        Path jar = jar("a.jar", "a", "1.0.0");

        running.plugins.apply(new Install(jar));

        assertEquals(List.of("a 1.0.0"), running.said());
        assertEquals(List.of("a.jar"), files());
        assertEquals(-1, Files.mismatch(jar, running.deploy.resolve("a.jar")));

        long since = running.bundle("a").getLastModified();
        running.scan();

        assertEquals(since, running.bundle("a").getLastModified());
    }

    @Test
    void an_update_takes_the_place_of_all_jars_of_its_name() throws Exception {
        running.plugins.apply(new Install(jar("a-1.jar", "a", "1.0.0")));

        running.plugins.apply(new Update(jar("a-2.jar", "a", "2.0.0")));

        assertEquals(List.of("a 2.0.0"), running.said());
        assertEquals(List.of("a-2.jar"), files());

        running.plugins.apply(new Update(jar("a-0.jar", "a", "0.1.0")));
        running.scan();

        assertEquals(List.of("a 0.1.0"), running.said());
        assertEquals(List.of("a-0.jar ACTIVE"), running.states());
    }

    @Test
    void what_is_removed_lies_there_no_longer_in_any_version() throws Exception {
        running.put("a-1.jar", PluginJar.named("a", "1.0.0").activatedBy(Works.class));
        running.put("a-2.jar", PluginJar.named("a", "2.0.0").activatedBy(Works.class));
        running.scan();

        running.plugins.apply(new Remove("a"));

        assertEquals(List.of(), files());
        assertEquals(List.of(), running.said());
    }

    @Test
    void what_never_ran_is_removed_too() throws Exception {
        running.put("a.jar", PluginJar.named("a", "1.0.0").activatedBy(Throws.class));
        running.scan();

        assertEquals(
                Optional.of("1.0.0"), running.plugins.apply(new Remove("a")).before());
        assertEquals(List.of(), files());
        assertEquals(List.of(), running.states());
    }

    @Test
    void a_broken_jar_is_removed_by_the_name_of_its_file() throws Exception {
        Files.writeString(running.deploy.resolve("b.jar"), "no jar");
        running.scan();

        running.plugins.apply(new Remove("b.jar"));

        assertEquals(List.of(), files());
    }

    @Test
    void what_does_not_start_is_not_put_into_the_folder() throws Exception {
        Path broken = PluginJar.named("a", "1.0.0").activatedBy(Throws.class).at(directory.resolve("a.jar"));

        assertEquals(Reason.UNFIT, refused(new Install(broken)).reason());
        assertEquals(List.of(), files());
        assertEquals(1, running.context().getBundles().length);

        running.plugins.apply(new Install(jar("b.jar", "b", "1.0.0")));
        Path worse = PluginJar.named("b", "2.0.0").activatedBy(Throws.class).at(directory.resolve("b.jar"));

        assertEquals(Reason.UNFIT, refused(new Update(worse)).reason());
        assertEquals(List.of("b 1.0.0"), running.said());
        running.scan();
        assertEquals("1.0.0", running.plugin("b.jar").version());
    }

    @Test
    void a_plan_changes_nothing() throws Exception {
        running.plugins.apply(new Install(jar("a.jar", "a", "1.0.0")));
        List<BundleEvent> events = new ArrayList<>();
        SynchronousBundleListener listener = events::add;
        running.context().addBundleListener(listener);
        List<String> before = files();

        running.plugins.plan(new Install(jar("b.jar", "b", "1.0.0")));
        running.plugins.plan(new Update(jar("a2.jar", "a", "2.0.0")));
        running.plugins.plan(new Remove("a"));

        assertEquals(List.of(), events);
        assertEquals(before, files());

        running.plugins.apply(new Remove("a"));
        assertTrue(!events.isEmpty(), "nothing would have been seen");
    }

    @Test
    void a_plan_names_what_would_be_restarted() throws Exception {
        running.put(
                "b.jar",
                PluginJar.named("b", "1.0.0")
                        .with("Export-Package", "org.example.b")
                        .holding("org/example/b/x", ""));
        running.put("c.jar", PluginJar.named("c", "1.0.0").with("Import-Package", "org.example.b"));
        running.scan();

        Plan plan = running.plugins.plan(new Remove("b"));

        assertEquals(List.of("c"), plan.restarted());
        assertEquals(Optional.of("1.0.0"), plan.before());
        assertEquals(Optional.empty(), plan.after());
        assertEquals(Optional.empty(), plan.refusal());
    }

    @Test
    void what_would_restart_core_is_refused_and_changes_nothing() throws Exception {
        running.install(jar("core.jar", "org.sluice.core", "1.0.0"));
        Path newer = jar("newer.jar", "org.sluice.core", "2.0.0");

        assertTrue(
                running.plugins.plan(new Install(newer)).refusal().orElseThrow().contains("org.sluice.core"));
        assertEquals(Reason.REFUSED, refused(new Install(newer)).reason());
        assertEquals(List.of("org.sluice.core 1.0.0"), running.said());
        assertEquals(List.of(), files());
    }

    @Test
    void a_plugin_that_core_is_wired_to_does_not_go() throws Exception {
        running.put(
                "b.jar",
                PluginJar.named("b", "1.0.0")
                        .activatedBy(Works.class)
                        .with("Export-Package", "org.example.b")
                        .holding("org/example/b/x", ""));
        running.scan();
        running.install(PluginJar.named("org.sluice.core", "1.0.0")
                .activatedBy(Works.class)
                .with("Import-Package", "org.osgi.framework,org.example.b")
                .at(directory.resolve("core.jar")));

        assertEquals(Reason.REFUSED, refused(new Remove("b")).reason());
        assertEquals(List.of("b.jar"), files());

        Files.delete(running.deploy.resolve("b.jar"));
        running.scan();

        assertEquals(List.of("b 1.0.0", "org.sluice.core 1.0.0"), running.said());
        assertTrue(running.reason("b.jar").startsWith("its jar has gone, but it stays: "), running.reason("b.jar"));
    }

    @Test
    void what_is_not_trusted_is_refused_with_the_line_that_would_trust_it() throws Exception {
        Files.writeString(running.trust, "# nobody\n");
        Path jar = jar("a.jar", "a", "1.0.0");

        PluginException thrown = refused(new Install(jar));

        assertEquals(Reason.REFUSED, thrown.reason());
        String line = thrown.getMessage().replaceFirst(".*add \"(sha256 [0-9a-f]{64} a)\" to .*", "$1");
        Files.writeString(running.trust, line);

        running.plugins.apply(new Install(jar));

        assertEquals(List.of("a 1.0.0"), running.said());
    }

    @Test
    void what_makes_no_sense_is_said_so() throws Exception {
        running.plugins.apply(new Install(jar("a.jar", "a", "1.0.0")));

        assertEquals(
                Reason.USAGE, refused(new Install(jar("a.jar", "a", "2.0.0"))).reason());
        assertEquals(
                Reason.USAGE, refused(new Update(jar("b.jar", "b", "1.0.0"))).reason());
        assertEquals(Reason.USAGE, refused(new Remove("b")).reason());
        assertEquals(
                Reason.USAGE,
                refused(new Install(directory.resolve("nothing.jar"))).reason());
        Files.writeString(directory.resolve("text.jar"), "text");
        assertEquals(
                Reason.UNFIT,
                refused(new Install(directory.resolve("text.jar"))).reason());
    }

    @Test
    void a_jar_of_a_name_that_the_folder_does_not_look_at_gets_another() throws Exception {
        running.plugins.apply(new Install(jar("a.zip", "a", "1.0.0")));
        running.plugins.apply(new Install(jar(".b.jar", "b", "1.0.0")));

        assertEquals(List.of("a-1.0.0.jar", "b-1.0.0.jar"), files());
    }

    @Test
    void another_plugin_of_the_same_file_name_is_not_written_over() throws Exception {
        running.plugins.apply(new Install(jar("x.jar", "a", "1.0.0")));
        running.plugins.apply(new Install(jar("x.jar", "b", "1.0.0")));

        assertEquals(List.of("b-1.0.0.jar", "x.jar"), files());
        assertEquals(List.of("a 1.0.0", "b 1.0.0"), running.said());
    }
}
