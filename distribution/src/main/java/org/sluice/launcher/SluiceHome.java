package org.sluice.launcher;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The folder of all state: {@code SLUICE_HOME}, or the platform's place for a user's state. */
final class SluiceHome {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private SluiceHome() {}

    /** Where it is, absolute; nothing is touched. */
    static Path locate(Map<String, String> environment, String osName, Path userHome) {
        String given = environment.getOrDefault("SLUICE_HOME", "");
        if (!given.isEmpty()) {
            return Path.of(given).toAbsolutePath().normalize();
        }
        String os = osName.toLowerCase(Locale.ROOT);
        if (os.startsWith("mac")) {
            return userHome.resolve("Library/Application Support/Sluice");
        }
        if (os.startsWith("windows")) {
            String local = environment.getOrDefault("LOCALAPPDATA", "");
            return local.isEmpty() ? userHome.resolve("AppData/Local/Sluice") : Path.of(local, "Sluice");
        }
        // The XDG base directories have to be absolute; others are to be ignored.
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        return state.startsWith("/") ? Path.of(state, "sluice") : userHome.resolve(".local/state/sluice");
    }

    /** Makes it for the owner alone, or takes over what is there: private keys will lie in it. */
    static void prepare(Path home) throws LaunchException {
        try {
            if (Files.notExists(home)) {
                make(home);
            }
            if (!Files.isDirectory(home)) {
                throw new LaunchException("SLUICE_HOME " + home + " is no directory.");
            } else if (DeployFolder.othersMayWrite(home)) {
                if (!empty(home)) {
                    throw new LaunchException("SLUICE_HOME " + home
                            + " holds keys, but others may write to it: chmod 700 it, or choose another folder.");
                }
                ownerOnly(home);
            }
        } catch (IOException e) {
            throw new LaunchException("making SLUICE_HOME " + home + ": " + e);
        }
    }

    private static void make(Path home) throws IOException {
        Files.createDirectories(home.getParent());
        FileAttribute<?>[] attributes = isPosix(home)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
        try {
            Files.createDirectory(home, attributes);
        } catch (FileAlreadyExistsException meanwhile) {
            // A command that began at the same moment has made it.
        }
    }

    private static boolean empty(Path directory) throws IOException {
        try (var entries = Files.newDirectoryStream(directory)) {
            return !entries.iterator().hasNext();
        }
    }

    private static void ownerOnly(Path directory) throws IOException {
        if (isPosix(directory)) {
            Files.setPosixFilePermissions(directory, OWNER_ONLY);
        }
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
