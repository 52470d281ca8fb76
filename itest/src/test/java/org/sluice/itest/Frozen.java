package org.sluice.itest;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * A version of Sluice as it was when it was released: our own bundles from {@code itest/fixtures}, where {@code itest/freeze}
 * has put them, and the libraries that it ran with from the Maven repository, each by its digest.
 *
 * @param name version and date
 * @param fixture the folder that is checked in
 */
record Frozen(String name, Path fixture) {

    private static final Path FIXTURES = Path.of("fixtures").toAbsolutePath();
    private static final Path UNPACKED = Path.of("target/frozen").toAbsolutePath();

    /** All there are, the oldest first. */
    static List<Frozen> all() {
        try (Stream<Path> folders = Files.list(FIXTURES)) {
            return folders.filter(folder -> Files.exists(folder.resolve("libraries")))
                    .map(folder -> new Frozen(folder.getFileName().toString(), folder))
                    .sorted((a, b) -> a.date().compareTo(b.date()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String date() {
        return name.substring(name.lastIndexOf('-'));
    }

    /** The command users ran; unpacks it first, once. */
    Path command() throws IOException {
        Path folder = UNPACKED.resolve(name);
        Path mark = folder.resolve("unpacked");
        String now = digest(fixture.resolve("sluice.zip.zst"));
        if (!Files.exists(mark) || !Files.readString(mark).equals(now)) {
            unpack(folder);
            fetch(folder);
            Files.writeString(mark, now);
        }
        return folder.resolve("bin/sluice");
    }

    private void unpack(Path folder) throws IOException {
        try (InputStream packed = Files.newInputStream(fixture.resolve("sluice.zip.zst"));
                ZipInputStream zip = new ZipInputStream(new ZstdInputStream(packed))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = folder.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.write(file, zip.readAllBytes());
            }
        }
        Files.setPosixFilePermissions(folder.resolve("bin/sluice"), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void fetch(Path folder) throws IOException {
        for (String line : Files.readAllLines(fixture.resolve("libraries"))) {
            String[] library = line.split(" +");
            Path jar = fixture.resolve("target/libraries").resolve(fileName(library[2]));
            String digest = digest(jar);
            if (!digest.equals(library[0])) {
                throw new IOException(jar + " has the digest " + digest + ", and had " + library[0]);
            }
            Path file = folder.resolve(library[1]);
            Files.createDirectories(file.getParent());
            Files.deleteIfExists(file);
            Files.createSymbolicLink(file, jar);
        }
    }

    /** As Maven copies {@code group:artifact:version[:classifier]}. */
    private static String fileName(String coordinates) {
        return coordinates.substring(coordinates.indexOf(':') + 1).replace(':', '-') + ".jar";
    }

    private static String digest(Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(file + " is missing; it is there after mvn package -pl itest -am");
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
