package org.sluice.chunks.index;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Copies of a folder, in each of which another bit of some file is turned. */
final class Flips {

    /** The bit that is turned. */
    record Flip(Path file, long bit) {}

    private final Path original;
    private final List<Path> files;
    private final long bytes;

    Flips(Path original) throws IOException {
        this.original = original;
        try (Stream<Path> all = Files.walk(original)) {
            files = all.filter(Files::isRegularFile)
                    .map(original::relativize)
                    .sorted()
                    .toList();
        }
        long sum = 0;
        for (Path file : files) {
            sum += Files.size(original.resolve(file));
        }
        bytes = sum;
    }

    long bytes() {
        return bytes;
    }

    /** A copy in an empty folder, with one bit turned: every bit is as likely. */
    Flip copy(Path folder, Random random) throws IOException {
        for (Path file : files) {
            Files.createDirectories(folder.resolve(file).getParent());
            Files.copy(original.resolve(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        long at = random.nextLong(bytes);
        for (Path file : files) {
            long size = Files.size(original.resolve(file));
            if (at < size) {
                Flip flip = new Flip(file, 8 * at + random.nextInt(8));
                turn(folder.resolve(file), flip.bit());
                return flip;
            }
            at -= size;
        }
        throw new AssertionError("no such byte");
    }

    private static void turn(Path file, long bit) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(bit / 8);
            int before = open.read();
            open.seek(bit / 8);
            open.write(before ^ 1 << (int) (bit % 8));
        }
    }

    static void remove(Path folder) throws IOException {
        List<Path> all = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            walk.forEach(all::add);
        }
        for (Path path : all.reversed()) {
            Files.delete(path);
        }
    }
}
