package org.sluice.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class DepartureTest {

    private static final String HOOK = "the JVM ends in its own way";

    /** A process that ends with 7; the thread it leaves behind, if any, has this name. */
    static final class Leaving {

        public static void main(String[] threads) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println(HOOK)));
            for (String name : threads) {
                Thread.ofPlatform().daemon().name(name).start(() -> {
                    while (true) {
                        LockSupport.park();
                    }
                });
            }
            Departure.exit(7);
        }
    }

    private static String said(String... threads) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Leaving.class.getName());
        builder.command().addAll(List.of(threads));
        Process process = builder.redirectErrorStream(true).start();
        try {
            String said = new String(process.getInputStream().readAllBytes());
            assertTrue(process.waitFor(30, TimeUnit.SECONDS));
            assertEquals(7, process.exitValue(), said);
            return said;
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void a_process_that_leaves_nobody_behind_ends_as_the_JVM_does() throws Exception {
        assertTrue(said().contains(HOOK));
        assertTrue(said("another").contains(HOOK));
    }

    @Test
    void one_that_leaves_a_thread_of_ours_behind_ends_at_once_and_says_the_same_code() throws Exception {
        assertEquals("", said("sluice-receive-lane-1"));
    }
}
