package org.sluice.itest.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** What is copied. */
final class Sources {

    private static final int PER_DIRECTORY = 1000;

    private Sources() {}

    /** A file that does not compress, and of which no two parts are the same: those would not travel. Files of other lengths share nothing with it. */
    static Path file(Path file, int bytes) throws IOException {
        byte[] piece = new byte[Math.min(bytes, 1 << 20)];
        Random random = new Random(bytes);
        try (OutputStream content = Files.newOutputStream(file)) {
            for (int done = 0; done < bytes; done += piece.length) {
                random.nextBytes(piece);
                content.write(piece, 0, Math.min(piece.length, bytes - done));
            }
        }
        return file;
    }

    /** A tree of so many files of one size, a thousand in each directory. */
    static Path files(Path top, int files, int bytes) throws IOException {
        for (int i = 0; i < files; i++) {
            Path directory = top.resolve("d" + i / PER_DIRECTORY);
            if (i % PER_DIRECTORY == 0) {
                Files.createDirectories(directory);
            }
            file(directory.resolve("f" + i), bytes);
        }
        return top;
    }
}
