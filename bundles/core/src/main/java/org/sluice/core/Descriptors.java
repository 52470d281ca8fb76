package org.sluice.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;

/** How many files this process may have open at once, where Linux tells. */
final class Descriptors {

    /** The process itself has some forty; workers hold a few each, and what fails for want of one fails in many ways. */
    static final long NEEDED = 64;

    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final String LIMIT = "Max open files";

    private Descriptors() {}

    /** Refuses to begin where there are too few. */
    static void check() throws TransferException {
        check(LIMITS);
    }

    static void check(Path limits) throws TransferException {
        long limit = limit(limits);
        if (limit < NEEDED) {
            throw new TransferException(
                    Reason.FILE_IO,
                    "this process may have " + limit + " files open at once, and needs " + NEEDED
                            + "; allow it more with ulimit -n");
        }
    }

    private static long limit(Path limits) {
        try {
            for (String line : Files.readAllLines(limits)) {
                if (line.startsWith(LIMIT)) {
                    return Long.parseLong(line.substring(LIMIT.length()).strip().split("\\s+")[0]);
                }
            }
        } catch (IOException | NumberFormatException unknown) {
            // Elsewhere, and where there is no limit.
        }
        return Long.MAX_VALUE;
    }
}
