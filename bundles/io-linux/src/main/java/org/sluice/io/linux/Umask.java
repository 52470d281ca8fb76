package org.sluice.io.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The permission bits that this process's new files do not get. A JVM has no way to change them, so that they are read once. */
final class Umask {

    /** All of them where they are not known. */
    static final int BITS = read(Path.of("/proc/self/status"));

    private static final String LINE = "Umask:";

    private Umask() {}

    static int read(Path status) {
        try (var lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith(LINE))
                    .map(line -> Integer.parseInt(line.substring(LINE.length()).strip(), 8))
                    .findFirst()
                    .orElse(0777);
        } catch (IOException unknown) {
            return 0777;
        }
    }
}
