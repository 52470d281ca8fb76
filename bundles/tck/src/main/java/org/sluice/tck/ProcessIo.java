package org.sluice.tck;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What Linux tells of this process. */
final class ProcessIo {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final Path CALLS = Path.of("/proc/self/io");

    private ProcessIo() {}

    static long descriptors() {
        assumeTrue(Files.isDirectory(DESCRIPTORS), "this system does not tell its descriptors");
        try (Stream<Path> open = Files.list(DESCRIPTORS)) {
            return open.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads and writes so far, of all threads; a copy inside the kernel counts as one of each. */
    static long calls() throws IOException {
        assumeTrue(Files.isReadable(CALLS), "this system does not count its calls");
        long calls = 0;
        for (String line : Files.readAllLines(CALLS)) {
            if (line.startsWith("sysc")) {
                calls += Long.parseLong(line.substring(line.indexOf(' ') + 1));
            }
        }
        return calls;
    }
}
