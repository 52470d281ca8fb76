package org.sluice.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A folder of our own for copies of jars, which nobody else can enter. */
final class Copies {

    private final Path folder;
    private long made;

    private Copies(Path folder) {
        this.folder = folder;
    }

    /** Makes the folder, for its owner alone, when there is something to put into it. */
    static Copies in(Path folder) {
        return new Copies(folder);
    }

    /** What is read goes also to {@code read}. */
    Path of(Path file, OutputStream read) throws IOException {
        Path copy = next();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file);
                OutputStream out = Files.newOutputStream(copy, StandardOpenOption.CREATE_NEW)) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                out.write(buffer, 0, length);
                read.write(buffer, 0, length);
            }
        }
        return copy;
    }

    /** Another name for a copy, or the same name for another copy. */
    void name(Path copy, Path name) throws IOException {
        Path link = next();
        try {
            Files.createLink(link, copy);
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.copy(copy, link);
        }
        Files.move(link, name, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    Path next() throws IOException {
        if (made == 0) {
            Files.createDirectories(folder);
            if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            }
            removeBut(Set.of());
        }
        return folder.resolve(++made + ".jar");
    }

    /** Removes what nobody uses any more. */
    void keepOnly(Set<Path> used) throws IOException {
        if (made > 0) {
            removeBut(used);
        }
    }

    private void removeBut(Set<Path> used) throws IOException {
        try (var all = Files.newDirectoryStream(folder)) {
            for (Path copy : all) {
                if (!used.contains(copy)) {
                    Files.deleteIfExists(copy);
                }
            }
        }
    }
}
