package org.sluice.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleCacheTest {

    @TempDir
    Path temporary;

    /** A process that opens a cache, says so, and lives until it is killed. */
    public static final class Holder {

        private Holder() {}

        public static void main(String[] arguments) throws IOException {
            BundleCache cache = BundleCache.open(Path.of(arguments[0]));
            Files.createDirectories(cache.storage().resolve("bundle1"));
            System.out.println("open");
            System.in.read();
        }
    }

    private Process holder() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        temporary.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertEquals("open", process.inputReader().readLine());
        return process;
    }

    private List<Path> caches() throws IOException {
        try (var caches = Files.list(temporary)) {
            return caches.toList();
        }
    }

    @Test
    void each_process_has_its_own_and_removes_it() throws Exception {
        Process other = holder();
        BundleCache cache = BundleCache.open(temporary);
        Files.createDirectories(cache.storage().resolve("bundle0/version0.0"));

        assertEquals(2, caches().size());
        cache.close();

        assertEquals(1, caches().size());
        other.destroyForcibly().waitFor();
    }

    @Test
    void what_a_killed_process_left_is_removed_by_the_next() throws Exception {
        holder().destroyForcibly().waitFor();
        assertEquals(1, caches().size());

        BundleCache.open(temporary).close();

        assertEquals(List.of(), caches());
    }

    @Test
    void that_of_a_living_process_stays() throws Exception {
        Process other = holder();

        BundleCache.open(temporary).close();

        assertTrue(Files.isDirectory(caches().getFirst().resolve("felix/bundle1")));
        other.destroyForcibly().waitFor();
    }

    @Test
    void nobody_else_may_look_into_it() throws Exception {
        try (BundleCache cache = BundleCache.open(temporary)) {
            Path directory = cache.storage().getParent();
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)));
        }
    }

    @Test
    void other_temporary_files_are_left_alone() throws Exception {
        Path other = Files.createDirectory(temporary.resolve("sluice-try-1"));
        Files.createFile(other.resolve("lock"));

        BundleCache.open(temporary).close();

        assertTrue(Files.exists(other.resolve("lock")));
        assertFalse(caches().isEmpty());
    }

    /** Processes end while others begin. */
    @Test
    void caches_that_go_while_another_is_opened_hold_up_nobody() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        Thread ending = Thread.ofPlatform().start(() -> comeAndGo(over));
        try {
            for (int i = 0; i < 300; i++) {
                BundleCache.open(temporary).close();
            }
        } finally {
            over.set(true);
            ending.join();
        }
    }

    private void comeAndGo(AtomicBoolean over) {
        try {
            for (int round = 0; !over.get(); round++) {
                List<Path> caches = new ArrayList<>();
                for (int i = 0; i < 50; i++) {
                    caches.add(Files.createDirectory(temporary.resolve("sluice-cache-1-" + round + "-" + i)));
                }
                for (Path cache : caches) {
                    Files.delete(cache);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
