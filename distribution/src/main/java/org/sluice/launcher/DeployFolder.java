package org.sluice.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/** The folder for plugins of others. What lies in it runs with all our rights, so nobody else may write to it. */
final class DeployFolder {

    private DeployFolder() {}

    static void check(Path deploy) throws LaunchException {
        try {
            if (Files.isDirectory(deploy) && othersMayWrite(deploy)) {
                throw new LaunchException(deploy
                        + " is writable by others than its owner, and what lies in it runs as you: chmod go-w it.");
            }
        } catch (IOException e) {
            throw new LaunchException("looking at " + deploy + ": " + e);
        }
    }

    static boolean othersMayWrite(Path directory) throws IOException {
        if (!directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return false;
        }
        var permissions = Files.getPosixFilePermissions(directory);
        return permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE);
    }
}
