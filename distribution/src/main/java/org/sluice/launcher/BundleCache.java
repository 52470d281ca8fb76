package org.sluice.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The framework's cache, one a process, so that any number run side by side from one distribution. The jars stay where
 * they are; what lies here is small. It is removed at the end, and what killed processes left is removed by the next.
 */
final class BundleCache implements AutoCloseable {

    private static final String PREFIX = "sluice-cache-";
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path directory;
    private final FileChannel lock;

    private BundleCache(Path directory, FileChannel lock) {
        this.directory = directory;
        this.lock = lock;
    }

    static BundleCache open(Path temporary) throws IOException {
        Path directory = make(temporary);
        BundleCache cache = new BundleCache(directory, lock(directory));
        cache.removeStale(temporary);
        return cache;
    }

    /** A name nobody else has is enough, since it is made or refused; one that cannot be guessed would cost 20 ms. */
    private static Path make(Path temporary) throws IOException {
        Path directory = temporary.resolve(PREFIX + ProcessHandle.current().pid() + "-" + System.nanoTime());
        boolean posix = temporary.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix ? Files.createDirectory(directory, OWNER_ONLY) : Files.createDirectory(directory);
    }

    Path storage() {
        return directory.resolve("felix");
    }

    @Override
    public void close() throws IOException {
        lock.close();
        remove(directory);
    }

    /** Held for as long as the process lives, however it ends. It has its name only once it is locked. */
    private static FileChannel lock(Path directory) throws IOException {
        Path unnamed = directory.resolve("new");
        FileChannel lock = FileChannel.open(unnamed, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        lock.lock();
        Files.move(unnamed, directory.resolve("lock"));
        return lock;
    }

    private void removeStale(Path temporary) throws IOException {
        DirectoryStream.Filter<Path> candidate =
                path -> path.getFileName().toString().startsWith(PREFIX) && !path.equals(directory) && sameOwner(path);
        try (var caches = Files.newDirectoryStream(temporary, candidate)) {
            for (Path cache : caches) {
                removeUnlessLocked(cache);
            }
        }
    }

    /** Nobody but its owner can have put anything into such a directory, so that removing what is in it is safe. */
    private boolean sameOwner(Path other) throws IOException {
        if (!other.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return true;
        }
        try {
            return Files.getAttribute(other, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                    .equals(Files.getAttribute(directory, "unix:uid"));
        } catch (NoSuchFileException gone) {
            // Its process has ended just now.
            return false;
        }
    }

    private static void removeUnlessLocked(Path cache) {
        try (FileChannel lock = FileChannel.open(cache.resolve("lock"), StandardOpenOption.WRITE)) {
            if (lock.tryLock() != null) {
                remove(cache);
            }
        } catch (IOException | OverlappingFileLockException e) {
            // It is in use in this process, or another process makes it or removes it at this moment, and will see to
            // it.
        }
    }

    private static void remove(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException e) throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
