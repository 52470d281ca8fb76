package org.sluice.chunks.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.sluice.chunk.Hash;

/** The files of a store: {@code ab/abcd...}, by the hash's digits. */
final class Shelves {

    /** A chunk that is there. */
    record Kept(Path file, Hash hash, long size, Instant used) {}

    /** What became of them. */
    record Collected(long dropped, long left) {}

    /** What is written longer than this was left behind by a process that ended before its time. */
    private static final Duration WRITTEN = Duration.ofHours(1);

    private static final int DIGITS = 2 * Hash.BYTES;

    private final Path folder;

    Shelves(Path folder) {
        this.folder = folder;
    }

    Path file(Hash hash) {
        String digits = hash.toString();
        return folder.resolve(digits.substring(0, 2)).resolve(digits);
    }

    /** All chunks, in no order. */
    List<Kept> chunks() throws IOException {
        List<Kept> chunks = new ArrayList<>();
        for (Path shelf : list(folder)) {
            if (Files.isDirectory(shelf)) {
                for (Path file : list(shelf)) {
                    note(file, chunks);
                }
            }
        }
        return chunks;
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.toList();
        } catch (NoSuchFileException none) {
            return List.of();
        }
    }

    private static void note(Path file, List<Kept> chunks) throws IOException {
        String name = file.getFileName().toString();
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            Instant used = found.lastModifiedTime().toInstant();
            if (name.matches("[0-9a-f]{" + DIGITS + "}")) {
                chunks.add(new Kept(file, Hash.of(HexFormat.of().parseHex(name)), found.size(), used));
            } else if (name.startsWith(".") && used.isBefore(Instant.now().minus(WRITTEN))) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException gone) {
            // Another process has collected it.
        }
    }

    /** Drops those used least recently until at most {@code limit} bytes are left. */
    Collected collect(long limit) throws IOException {
        List<Kept> chunks = chunks();
        chunks.sort(Comparator.comparing(Kept::used));
        long left = chunks.stream().mapToLong(Kept::size).sum();
        long before = left;
        for (Kept chunk : chunks) {
            if (left <= limit) {
                break;
            }
            Files.deleteIfExists(chunk.file());
            left -= chunk.size();
        }
        return new Collected(before - left, left);
    }
}
