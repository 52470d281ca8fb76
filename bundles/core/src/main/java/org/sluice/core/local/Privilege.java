package org.sluice.core.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process may do, as Linux tells in {@code /proc}; elsewhere little is assumed. */
public final class Privilege {

    private static final int USUAL_UMASK = 022;

    private Privilege() {}

    /** Whether it may give files away. */
    public static boolean isSuperuser() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException notLinux) {
            return false;
        }
    }

    /** The bits that new files do not get. */
    static int umask() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("Umask:")) {
                    return Integer.parseInt(line.substring("Umask:".length()).strip(), 8);
                }
            }
        } catch (IOException | NumberFormatException notLinux) {
            // Then the usual one.
        }
        return USUAL_UMASK;
    }
}
