package org.sluice.io.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.io.linux.choice.Means;

/** Which system calls a copy takes, as strace counts them. */
class CallsTest {

    @TempDir
    Path directory;

    private Path from;
    private Path to;

    @BeforeEach
    void directories() throws Exception {
        from = Files.createDirectory(directory.resolve("from"));
        to = Files.createDirectory(directory.resolve("to"));
    }

    private Traced copied() throws Exception {
        return Traced.run(directory, CopyAll.class, List.of(), from.toString(), to.toString());
    }

    private void file(String name, String mode) throws Exception {
        Files.write(from.resolve(name), new byte[4096]);
        Files.setPosixFilePermissions(from.resolve(name), PosixFilePermissions.fromString(mode));
    }

    @Test
    void a_small_file_takes_seven_calls_once_its_directory_is_known() throws Exception {
        file("first", "rw-r--r--");
        file("second", "rw-r--r--");

        Map<String, Integer> calls = least(copied(), "first", "second");

        // It is looked at but once, by the listing, and at its end there are two descriptors to close.
        assertEquals(Map.of("statx", 1, "openat", 2, "pread64", 1, "pwrite64", 1, "utimensat", 1, "close", 2), calls);
    }

    @Test
    void a_mode_that_new_files_do_not_get_is_set() throws Exception {
        file("first", "rw-rw----");
        file("second", "rw-rw----");

        Map<String, Integer> calls = least(copied(), "first", "second");

        assertEquals(1, calls.get("fchmod"));
        assertEquals("rw-rw----", PosixFilePermissions.toString(Files.getPosixFilePermissions(to.resolve("second"))));
    }

    // Which of the two came first is up to the directory; the first one shows what the directory gives.
    private static Map<String, Integer> least(Traced traced, String first, String second) {
        Map<String, Integer> one = traced.of(first);
        Map<String, Integer> other = traced.of(second);
        return sum(one) < sum(other) ? one : other;
    }

    private static int sum(Map<String, Integer> calls) {
        return calls.values().stream().mapToInt(Integer::intValue).sum();
    }

    @Test
    void a_large_file_is_copied_without_reading_or_writing_it() throws Exception {
        Files.write(from.resolve("large"), new byte[5 << 20]);

        Map<String, Integer> calls = copied().of("large");

        assertTrue(calls.containsKey("copy_file_range"), calls::toString);
        calls.keySet().removeIf(call -> !call.contains("write") && !call.contains("read"));
        assertEquals(Map.of(), calls);
        assertEquals(-1, Files.mismatch(from.resolve("large"), to.resolve("large")));
    }

    private Traced rangeCopied(Means means) throws Exception {
        Files.write(from.resolve("large"), new byte[8 << 20]);
        return Traced.run(directory, CopyRange.class, List.of(), means.name(), from.toString(), to.toString());
    }

    private static Map<String, Integer> movesOf(Traced traced) {
        Map<String, Integer> calls = traced.of("large");
        calls.keySet().removeIf(call -> !call.matches(".*(read|write|range|splice|sendfile).*"));
        return calls;
    }

    @Test
    void a_range_copied_inside_the_kernel_is_neither_read_nor_written() throws Exception {
        assertEquals(Map.of("copy_file_range", 1), movesOf(rangeCopied(Means.KERNEL)));
    }

    @Test
    void a_range_copied_by_the_ring_takes_no_call_that_reads_or_writes() throws Exception {
        Chosen.assumeRing();
        Traced traced = rangeCopied(Means.RING);

        assertEquals(Map.of(), movesOf(traced));
        assertTrue(traced.count("io_uring_enter") > 0);
        assertEquals(-1, Files.mismatch(from.resolve("large"), to.resolve("large")));
    }

    private static boolean isDirect(Traced traced) {
        return traced.calls().stream().anyMatch(call -> call.matches(".*O_DIRECT\\b.*"));
    }

    @Test
    void a_range_that_memory_cannot_hold_is_copied_past_the_page_cache_without_touching_the_sources_time()
            throws Exception {
        Traced traced = rangeCopied(Means.DIRECT);

        assertTrue(isDirect(traced));
        assertTrue(traced.calls().stream()
                .filter(call -> call.matches(".*O_RDONLY.*O_DIRECT\\b.*"))
                .allMatch(call -> call.contains("O_NOATIME")));
        assertEquals(-1, Files.mismatch(from.resolve("large"), to.resolve("large")));
        Files.delete(to.resolve("large"));
        assertFalse(isDirect(rangeCopied(Means.MEMORY)));
    }

    @Test
    void the_control_is_seen_to_read_and_to_write() throws Exception {
        assertEquals(Map.of("pread64", 32, "pwrite64", 32), movesOf(rangeCopied(Means.MEMORY)));
    }
}
