package org.sluice.deploy;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** {@code deploy/}: jars that whoever may write there wants to run, with all our rights. */
final class Folder {

    /** Who may do as we do anyway. */
    private static final Set<String> TRUSTED = new HashSet<>(List.of("root", System.getProperty("user.name")));

    private final Path path;

    Folder(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    /** The jars as they are now, by name. What begins with a dot is on its way. */
    SortedMap<String, Stamp> jars() throws IOException {
        SortedMap<String, Stamp> jars = new TreeMap<>();
        if (!Files.isDirectory(path)) {
            return jars;
        }
        try (var entries = Files.newDirectoryStream(path, "[!.]*.jar")) {
            for (Path jar : entries) {
                try {
                    jars.put(jar.getFileName().toString(), Stamp.of(jar));
                } catch (NoSuchFileException gone) {
                    // Just now; or it is a link that leads nowhere.
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return jars;
    }

    Path jar(String name) {
        return path.resolve(name);
    }

    /** Why nothing may be taken from here, a clause. */
    Optional<String> unsafe() throws IOException {
        return Files.isDirectory(path) ? unsafe(path) : Optional.empty();
    }

    /** Why this jar may not be taken, a clause. */
    Optional<String> unsafe(String jar) throws IOException {
        return unsafe(jar(jar));
    }

    private Optional<String> unsafe(Path file) throws IOException {
        if (othersMayWrite(file)) {
            return Optional.of("others than its owner may write to " + file + ": chmod go-w it");
        }
        if (!posix(file)) {
            return Optional.empty();
        }
        UserPrincipal owner = Files.getOwner(file);
        boolean ours = TRUSTED.contains(owner.getName()) || owner.equals(Files.getOwner(path));
        return ours ? Optional.empty() : Optional.of(file + " belongs to " + owner.getName() + ", who may write to it");
    }

    static boolean othersMayWrite(Path file) throws IOException {
        if (!posix(file)) {
            return false;
        }
        var permissions = Files.getPosixFilePermissions(file);
        return permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE);
    }

    private static boolean posix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** Brings a jar here under a name that nobody looks at; published, it has its own. */
    void prepare(Path copy, String name) throws IOException {
        Path onItsWay = onItsWay(name);
        Files.createDirectories(path);
        Files.copy(copy, onItsWay, StandardCopyOption.REPLACE_EXISTING);
        if (posix(onItsWay)) {
            Files.setPosixFilePermissions(onItsWay, PosixFilePermissions.fromString("rw-r--r--"));
        }
    }

    void publish(String name) throws IOException {
        Files.move(onItsWay(name), jar(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void discard(String name) throws IOException {
        Files.deleteIfExists(onItsWay(name));
    }

    private Path onItsWay(String name) {
        return path.resolve("." + name + ".new");
    }

    void remove(String jar) throws IOException {
        Files.deleteIfExists(jar(jar));
    }
}
