package org.sluice.io.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreeMemoryTest {

    @Test
    void it_is_what_the_kernel_estimates(@TempDir Path directory) throws Exception {
        Path meminfo = Files.writeString(
                directory.resolve("meminfo"), "MemTotal:       24684084 kB\nMemAvailable:       2048 kB\n");

        assertEquals(2 << 20, FreeMemory.read(meminfo));
        assertTrue(new FreeMemory().getAsLong() > 1 << 20);
    }

    @Test
    void where_it_is_not_known_everything_fits(@TempDir Path directory) throws Exception {
        assertEquals(Long.MAX_VALUE, FreeMemory.read(directory.resolve("none")));
        assertEquals(Long.MAX_VALUE, FreeMemory.read(Files.createFile(directory.resolve("empty"))));
    }
}
