package org.sluice.itest.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The most memory a process has had resident, as the kernel counts it (getrusage(2), by GNU time). */
final class Peak {

    private Peak() {}

    /** Runs a command; in MB of 1,000,000 bytes. */
    static double megabytes(List<String> command, Map<String, String> environment) throws Exception {
        Path result = Files.createTempFile("peak", ".kb");
        try {
            Commands.run(
                    Commands.line(List.of("/usr/bin/time", "-f", "%M", "-o", result.toString()), command), environment);
            return Long.parseLong(Files.readString(result).strip()) * 1024 / 1e6;
        } finally {
            Files.delete(result);
        }
    }
}
