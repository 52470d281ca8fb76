package org.sluice.core.land;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.sluice.core.session.ManifestEntry;
import org.sluice.io.EntryKind;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;

/** A tree to receive: a manifest and the contents of its files. */
final class Cargo {

    static final Instant TIME = Instant.ofEpochSecond(1_700_000_000);

    private final List<ManifestEntry> manifest = new ArrayList<>();
    private final Map<String, byte[]> contents = new LinkedHashMap<>();

    Cargo directory(String path) {
        return add(path, EntryKind.DIRECTORY, 0, 0755, "");
    }

    Cargo file(String path, String content) {
        return file(path, content.getBytes(UTF_8));
    }

    /** A file of so many bytes, which the seed decides. */
    Cargo file(String path, int size, int seed) {
        byte[] content = new byte[size];
        for (int i = 0; i < size; i++) {
            content[i] = (byte) (seed + i * 31 + (i >> 10));
        }
        return file(path, content);
    }

    private Cargo file(String path, byte[] content) {
        contents.put(path, content);
        return add(path, EntryKind.FILE, content.length, 0644, "");
    }

    Cargo link(String path, String target) {
        return add(path, EntryKind.SYMLINK, 0, 0777, target);
    }

    Cargo add(String path, EntryKind kind, long size, int mode, String target) {
        Metadata metadata = new Metadata(mode, Metadata.UNKNOWN, Metadata.UNKNOWN, TIME);
        manifest.add(new ManifestEntry(
                manifest.size() + 1, RelPath.parse(path), kind, size, metadata, target.getBytes(UTF_8)));
        return this;
    }

    List<ManifestEntry> manifest() {
        return manifest;
    }

    Map<String, byte[]> contents() {
        return contents;
    }

    byte[] content(ManifestEntry entry) {
        return contents.get(entry.path().toString());
    }

    /** Checks that a directory holds this and nothing else, as it is announced. */
    void assertIn(Path directory) throws IOException {
        SortedMap<String, Path> there = entries(directory);
        assertEquals(
                manifest.stream().map(e -> e.path().toString()).sorted().toList(),
                there.keySet().stream().toList());
        for (ManifestEntry entry : manifest) {
            String name = entry.path().toString();
            Path at = there.get(name);
            assertEquals(
                    entry.metadata().modified(),
                    Files.getLastModifiedTime(at, LinkOption.NOFOLLOW_LINKS).toInstant(),
                    name);
            switch (entry.kind()) {
                case FILE -> assertArrayEquals(content(entry), Files.readAllBytes(at), name);
                case SYMLINK ->
                    assertEquals(
                            new String(entry.target(), UTF_8),
                            Files.readSymbolicLink(at).toString(),
                            name);
                default -> assertEquals(true, Files.isDirectory(at), name);
            }
            if (entry.kind() != EntryKind.SYMLINK) {
                assertEquals(
                        entry.metadata().mode() == 0755 ? "rwxr-xr-x" : "rw-r--r--",
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(at)),
                        name);
            }
        }
    }

    /** All that lies in a directory, but for the staging folder. */
    static SortedMap<String, Path> entries(Path directory) throws IOException {
        SortedMap<String, Path> entries = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            all.filter(path -> !path.equals(directory))
                    .map(directory::relativize)
                    .filter(path -> !path.startsWith(".sluice-staging"))
                    .forEach(path -> entries.put(path.toString(), directory.resolve(path)));
        }
        return entries;
    }

    /** What of a directory is neither as it was before nor as this has it. */
    List<String> broken(Path directory, Cargo before) throws IOException {
        List<String> broken = new ArrayList<>();
        SortedMap<String, Path> there = entries(directory);
        for (Map.Entry<String, Path> entry : there.entrySet()) {
            if (Files.isRegularFile(entry.getValue(), LinkOption.NOFOLLOW_LINKS)) {
                byte[] content = Files.readAllBytes(entry.getValue());
                if (!Arrays.equals(content, contents.get(entry.getKey()))
                        && !Arrays.equals(content, before.contents.get(entry.getKey()))) {
                    broken.add(entry.getKey());
                }
            }
        }
        before.contents.keySet().stream()
                .filter(name -> !there.containsKey(name))
                .forEach(broken::add);
        return broken;
    }
}
