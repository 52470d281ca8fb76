package org.sluice.io.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluice.io.linux.uring.RingTest;

/** Where rings are forbidden all is done by system calls, and everything holds. */
class WithoutRingTest {

    private static String run(Class<?>... tests) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                WithoutRing.class.getName()));
        for (Class<?> test : tests) {
            command.add(test.getName());
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), said);
        return said;
    }

    @Test
    void the_contract_and_our_own_tests_hold() throws Exception {
        String said = run(LinuxBackendTest.class, LinuxRootTest.class, DescriptorsTest.class, NoRingHere.class);

        assertTrue(said.contains("NoRingHere: 2 held"), said);
    }

    @Test
    void the_control_sees_that_rings_are_forbidden() throws Exception {
        assertTrue(run(RingTest.class).contains("RingTest: 0 held"));
    }
}
