package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.sluice.io.IoBackend;
import org.sluice.itest.dummy.Dummy;
import org.sluice.itest.dummy.Failing;
import org.sluice.itest.dummy.Hanging;
import org.sluice.plugin.Change;
import org.sluice.plugin.Plugin;
import org.sluice.plugin.Plugin.State;
import org.sluice.plugin.Plugins;
import org.sluice.transfer.Inventory;
import org.sluice.transfer.LocalPath;
import org.sluice.transfer.Transfer;
import org.sluice.transfer.TransferOptions;
import org.sluice.transfer.TransferResult;
import org.sluice.transfer.TransferService;

/** Jars that come, change and go in {@code deploy/} of a framework that runs on. */
class DeployIT {

    private static final List<String> BACKENDS = List.of("io-linux CHOSEN", "io-fallback STANDBY");
    private static final long SECOND_NANOS = 1_000_000_000;

    @TempDir
    private Path folder;

    private RunningDistribution running;
    private Path deploy;
    private Path source;

    @BeforeEach
    void start() throws Exception {
        deploy = RunningDistribution.deploy(folder.resolve("sluice"));
        running = RunningDistribution.start(folder.resolve("sluice"));
        source = Tree.make(folder.resolve("source"), 3, 3, 100_000, 7);
    }

    @AfterEach
    void stop() throws Exception {
        running.close();
    }

    /** As one who moves it into its place. */
    private void drop(String file, byte[] jar) throws Exception {
        Path onItsWay = folder.resolve(file);
        Files.write(onItsWay, jar);
        Files.move(onItsWay, deploy.resolve(file), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private Optional<Plugin> plugin(String file) {
        return running.service(Plugins.class).list().stream()
                .filter(plugin -> plugin.file().equals(file))
                .findFirst();
    }

    private void awaitState(String file, State state) {
        Eventually.holds(
                file + " is " + state,
                () -> plugin(file).filter(p -> p.state() == state).isPresent());
    }

    private String bundleOfChosenBackend() {
        return running.service(Inventory.class).providers().getFirst().bundle();
    }

    private void awaitChosen(String bundle) {
        Eventually.holds(bundle + " is chosen", () -> bundleOfChosenBackend().equals(bundle));
    }

    /** What a copy from now on goes by. */
    private String pathOfCopy() throws Exception {
        Path target = Files.createTempDirectory(folder, "target");
        try (Transfer copy = running.service(TransferService.class)
                .copy(List.of(new LocalPath(source, true)), new LocalPath(target, true), TransferOptions.DEFAULTS)) {
            TransferResult result = copy.await();
            assertEquals(List.of(), result.problems());
            Tree.assertEqual(source, target);
            return result.path();
        }
    }

    @Test
    void a_jar_is_used_by_the_next_transfer_in_its_next_version_too_and_no_longer_when_it_has_gone() throws Exception {
        assertEquals(BACKENDS, running.providers("backend"));

        drop("dummy.jar", DummyBundle.bytes("1.0.0", 500));
        awaitChosen("org.example.dummy 1.0.0");
        assertTrue(pathOfCopy().endsWith("io-dummy"));
        Eventually.holds(
                "its transport is chosen, too",
                () -> running.providers("transport").equals(List.of("dummy CHOSEN", "tcp STANDBY", "quic STANDBY")));

        drop("dummy.jar", DummyBundle.bytes("2.0.0", 500));
        awaitChosen("org.example.dummy 2.0.0");
        assertTrue(pathOfCopy().endsWith("io-dummy"));

        Files.delete(deploy.resolve("dummy.jar"));
        Eventually.holds("it has gone", () -> running.providers("backend").equals(BACKENDS));
        assertTrue(pathOfCopy().endsWith("io-linux"));
    }

    @Test
    void a_jar_is_a_candidate_within_a_second() throws Exception {
        List<Long> taken = new ArrayList<>();
        // The machine may have something else to do now and then.
        for (int i = 0; i < 5 && soon(taken) < 3; i++) {
            byte[] jar = DummyBundle.bytes("1.0." + i, 500);
            long start = System.nanoTime();
            drop("dummy.jar", jar);
            awaitChosen("org.example.dummy 1.0." + i);
            taken.add(System.nanoTime() - start);
        }
        assertEquals(3, soon(taken), taken::toString);
    }

    private static long soon(List<Long> taken) {
        return taken.stream().filter(nanos -> nanos < SECOND_NANOS).count();
    }

    @Test
    void a_jar_that_is_copied_slowly_is_used_when_it_is_whole() throws Exception {
        byte[] jar = DummyBundle.bytes("1.0.0", 500);
        int piece = jar.length / 3;
        try (OutputStream out = Files.newOutputStream(deploy.resolve("dummy.jar"))) {
            out.write(jar, 0, piece);
            awaitState("dummy.jar", State.WAITING);
            out.write(jar, piece, piece);
            out.flush();
            awaitState("dummy.jar", State.WAITING);
            assertTrue(plugin("dummy.jar").orElseThrow().reason().contains("still being copied"));
            assertEquals(BACKENDS, running.providers("backend"));
            out.write(jar, 2 * piece, jar.length - 2 * piece);
        }
        awaitChosen("org.example.dummy 1.0.0");
    }

    @Test
    void what_cannot_be_used_is_named_and_harms_nothing() throws Exception {
        Files.writeString(deploy.resolve("text.jar"), "no jar at all");
        drop(
                "needy.jar",
                DummyBundle.bytes(
                        "org.example.needy",
                        "1.0.0",
                        Dummy.class,
                        Map.of("Import-Package", "org.osgi.framework,org.example.nowhere")));
        drop("failing.jar", DummyBundle.bytes("org.example.failing", "1.0.0", Failing.class, Map.of()));
        drop("hanging.jar", DummyBundle.bytes("org.example.hanging", "1.0.0", Hanging.class, Map.of()));
        drop("core.jar", DummyBundle.bytes("org.sluice.core", "9.0.0", Dummy.class, Map.of()));
        drop("shared.jar", DummyBundle.bytes("shared", "1.0.0", Dummy.class, Map.of("Dummy-Ranking", "-1")));
        Files.setPosixFilePermissions(deploy.resolve("shared.jar"), PosixFilePermissions.fromString("rw-rw-rw-"));
        drop("dummy.jar", DummyBundle.bytes("1.0.0", 500));

        awaitChosen("org.example.dummy 1.0.0");
        awaitState("needy.jar", State.FAILED);
        awaitState("failing.jar", State.FAILED);
        awaitState("hanging.jar", State.STARTING);
        awaitState("core.jar", State.REFUSED);
        awaitState("shared.jar", State.REFUSED);
        awaitState("text.jar", State.WAITING);
        assertEquals(
                "it lacks package org.example.nowhere",
                plugin("needy.jar").orElseThrow().reason());
        assertTrue(plugin("failing.jar").orElseThrow().reason().contains("no licence"));
        assertTrue(plugin("core.jar").orElseThrow().reason().contains("would restart org.sluice.core"));
        assertTrue(pathOfCopy().endsWith("io-dummy"));

        drop("dummy.jar", DummyBundle.bytes("2.0.0", 500));
        awaitChosen("org.example.dummy 2.0.0");
    }

    @Test
    void nothing_that_belongs_to_core_is_restarted_by_what_is_refused() throws Exception {
        TransferService before = running.service(TransferService.class);
        for (String name : List.of(
                "org.sluice.core", "org.sluice.shell", "org.sluice.deploy", "org.apache.felix.scr", "slf4j.api")) {
            drop(name + ".jar", DummyBundle.bytes(name, "99.0.0", Dummy.class, Map.of("Dummy-Ranking", "1")));
            awaitState(name + ".jar", State.REFUSED);
        }

        assertEquals(before, running.service(TransferService.class));
        assertEquals(Bundle.ACTIVE, running.bundle("org.sluice.core").getState());
        assertEquals(BACKENDS, running.providers("backend"));
    }

    @Test
    void a_transport_of_the_distribution_is_replaced_by_another_build_and_comes_back() throws Exception {
        Path shipped = Distribution.bundle("org.sluice.transport.tcp");
        Bundle tcp = running.bundle("org.sluice.transport.tcp");
        long since = tcp.getLastModified();

        drop("tcp.jar", Files.readAllBytes(shipped));
        awaitState("tcp.jar", State.ACTIVE);

        assertTrue(tcp.getLastModified() > since);
        assertTrue(plugin("tcp.jar").orElseThrow().reason().startsWith("in the place of the distribution's "));
        Eventually.holds(
                "it is there", () -> running.providers("transport").equals(List.of("tcp CHOSEN", "quic STANDBY")));

        Files.delete(deploy.resolve("tcp.jar"));
        Eventually.holds(
                "it is forgotten", () -> running.service(Plugins.class).list().isEmpty());
        Eventually.holds(
                "it is back", () -> running.providers("transport").equals(List.of("tcp CHOSEN", "quic STANDBY")));
    }

    @Test
    void a_full_folder_is_there_at_the_next_start() throws Exception {
        drop("dummy.jar", DummyBundle.bytes("1.0.0", 500));
        drop("failing.jar", DummyBundle.bytes("org.example.failing", "1.0.0", Failing.class, Map.of()));
        awaitChosen("org.example.dummy 1.0.0");

        running.close();
        running = RunningDistribution.startWith(folder.resolve("sluice"), List.of("backend", "transport"));

        assertEquals("org.example.dummy 1.0.0", bundleOfChosenBackend());
        awaitState("failing.jar", State.FAILED);
        assertTrue(pathOfCopy().endsWith("io-dummy"));
    }

    @Test
    void plugins_go_with_the_bundle_that_deploys_them_and_come_back_with_it() throws Exception {
        drop("dummy.jar", DummyBundle.bytes("1.0.0", 500));
        awaitChosen("org.example.dummy 1.0.0");

        running.bundle("org.sluice.deploy").stop();
        assertEquals(BACKENDS, running.providers("backend"));

        running.bundle("org.sluice.deploy").start();
        assertEquals("org.example.dummy 1.0.0", bundleOfChosenBackend());
    }

    @Test
    void a_plan_changes_nothing_and_what_is_asked_for_lies_in_the_folder() throws Exception {
        Path jar = Files.write(folder.resolve("dummy.jar"), DummyBundle.bytes("1.0.0", 500));
        Plugins plugins = running.service(Plugins.class);

        plugins.plan(new Change.Install(jar));

        assertEquals(BACKENDS, running.providers("backend"));
        assertFalse(Files.exists(deploy.resolve("dummy.jar")));

        plugins.apply(new Change.Install(jar));

        assertEquals("org.example.dummy 1.0.0", bundleOfChosenBackend());
        assertTrue(Files.exists(deploy.resolve("dummy.jar")));
    }

    @Test
    void the_classes_of_a_plugin_that_has_gone_are_collected() throws Exception {
        // Of frameworks of other tests, which have just been closed.
        long others = instances();
        WeakReference<ClassLoader> loader = used();
        assertNotNull(loader.get());
        assertTrue(instances() > 0, "there are none while it is there");

        Files.delete(deploy.resolve("dummy.jar"));
        Eventually.holds("it has gone", () -> running.providers("backend").equals(BACKENDS));

        Eventually.holds("its class loader is collected", () -> collected(loader));
        Eventually.holds("no instance is left", () -> instances() <= others);
    }

    @Test
    void what_somebody_holds_on_to_is_not_collected_and_is_found_out() throws Exception {
        WeakReference<ClassLoader> loader = used();
        IoBackend held = running.service(IoBackend.class);

        Files.delete(deploy.resolve("dummy.jar"));
        Eventually.holds("it has gone", () -> running.providers("backend").equals(BACKENDS));

        for (int i = 0; i < 20; i++) {
            assertFalse(collected(loader));
        }
        assertTrue(instances() > 0, "the one that is held is not seen");
        assertEquals("io-dummy", held.name());
    }

    /** Has the dummy in its second version used; its class loader. */
    private WeakReference<ClassLoader> used() throws Exception {
        drop("dummy.jar", DummyBundle.bytes("1.0.0", 500));
        awaitChosen("org.example.dummy 1.0.0");
        pathOfCopy();
        drop("dummy.jar", DummyBundle.bytes("2.0.0", 500));
        awaitChosen("org.example.dummy 2.0.0");
        assertTrue(pathOfCopy().endsWith("io-dummy"));
        return new WeakReference<>(running.bundle("org.example.dummy")
                .loadClass(Dummy.class.getName())
                .getClassLoader());
    }

    private static boolean collected(WeakReference<?> reference) {
        System.gc();
        return reference.get() == null;
    }

    /** Of the dummy's backend, in the heap, after a collection. */
    private static long instances() {
        String histogram = histogram();
        return Arrays.stream(histogram.split("\n"))
                .filter(line -> line.contains(Dummy.class.getName() + "$Renamed"))
                .mapToLong(line -> Long.parseLong(line.strip().split("\\s+")[1]))
                .sum();
    }

    private static String histogram() {
        try {
            return (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
        } catch (JMException e) {
            throw new AssertionError(e);
        }
    }
}
