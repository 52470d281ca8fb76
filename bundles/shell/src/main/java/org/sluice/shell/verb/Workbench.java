package org.sluice.shell.verb;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/** A directory of our own that is removed with everything in it, unless it is kept. */
final class Workbench implements AutoCloseable {

    private final Path directory;
    private final boolean keep;

    private Workbench(Path directory, boolean keep) {
        this.directory = directory;
        this.keep = keep;
    }

    /** Makes one, which nobody else can enter. */
    static Workbench in(Path parent, boolean keep) throws IOException {
        return new Workbench(Files.createTempDirectory(parent, "sluice-try-").toRealPath(), keep);
    }

    Path directory() {
        return directory;
    }

    Path make(String name) throws IOException {
        return Files.createDirectory(directory.resolve(name));
    }

    @Override
    public void close() throws IOException {
        if (!keep) {
            remove(directory);
        }
    }

    private static void remove(Path tree) throws IOException {
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path entered, BasicFileAttributes attributes) throws IOException {
                // A copy of a directory without write permission cannot be emptied as it is.
                if (!Files.isWritable(entered) || !Files.isExecutable(entered)) {
                    Files.setPosixFilePermissions(entered, PosixFilePermissions.fromString("rwx------"));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path left, IOException e) throws IOException {
                Files.delete(left);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
