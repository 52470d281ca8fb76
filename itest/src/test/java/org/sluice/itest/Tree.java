package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Trees to transfer, and what they look like to an onlooker that shares no code with Sluice. */
final class Tree {

    private Tree() {}

    /** A tree of many small and some large files, with links and empty directories; equal seeds make equal trees. */
    static Path make(Path top, int directories, int filesEach, int largeBytes, long seed) throws IOException {
        Random random = new Random(seed);
        Files.createDirectories(top);
        for (int d = 0; d < directories; d++) {
            Path directory = Files.createDirectories(top.resolve("dir" + d % 7).resolve("sub" + d));
            for (int f = 0; f < filesEach; f++) {
                write(directory.resolve("file" + f), random, random.nextInt(9000), random);
            }
            Files.createSymbolicLink(directory.resolve("link"), Path.of("file0"));
        }
        Files.createDirectories(top.resolve("empty"));
        Files.createSymbolicLink(top.resolve("dangling"), Path.of("/nowhere/at all"));
        write(top.resolve("large"), random, largeBytes, random);
        write(top.resolve("none"), random, 0, random);
        return top;
    }

    private static void write(Path file, Random content, int length, Random time) throws IOException {
        byte[] bytes = new byte[length];
        content.nextBytes(bytes);
        Files.write(file, bytes);
        Files.setPosixFilePermissions(
                file, PosixFilePermissions.fromString(length % 2 == 0 ? "rw-r--r--" : "rwxr-x---"));
        Files.setLastModifiedTime(
                file,
                FileTime.from(
                        Instant.ofEpochSecond(1_600_000_000L + time.nextInt(90_000_000), time.nextInt(1_000_000_000))));
    }

    /** Asserts that both look the same. */
    static void assertEqual(Path expected, Path actual) throws IOException {
        assertEquals(describe(expected), describe(actual));
    }

    /** Every entry with its kind, mode, owner, time to the nanosecond, and content or target. */
    static Map<String, String> describe(Path top) throws IOException {
        Map<String, String> entries = new TreeMap<>();
        Files.walkFileTree(top, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes a) throws IOException {
                entries.put(top.relativize(directory) + "/", metadata(directory));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
                String content = a.isSymbolicLink()
                        ? "-> " + Files.readSymbolicLink(file)
                        : a.isRegularFile() ? digest(file) : "special";
                entries.put(top.relativize(file).toString(), metadata(file) + " " + content);
                return FileVisitResult.CONTINUE;
            }
        });
        return entries;
    }

    private static String metadata(Path path) throws IOException {
        Map<String, Object> all =
                Files.readAttributes(path, "unix:mode,uid,gid,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
        return Integer.toOctalString((Integer) all.get("mode")) + " " + all.get("uid") + ":" + all.get("gid") + " "
                + ((FileTime) all.get("lastModifiedTime")).toInstant();
    }

    private static String digest(Path file) throws IOException {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            try (InputStream content = Files.newInputStream(file)) {
                byte[] piece = new byte[1 << 20];
                for (int read = content.read(piece); read >= 0; read = content.read(piece)) {
                    sha256.update(piece, 0, read);
                }
            }
            return Files.size(file) + " " + HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Removes all of it. */
    static void remove(Path top) throws IOException {
        Files.walkFileTree(top, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
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

    /** Text as a file. */
    static Path write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    }
}
