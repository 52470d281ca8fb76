package org.sluice.core.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.io.fallback.NioBackend;

/** Any bytes as the journal of a trash. See {@code itest/fuzz}. */
public final class TrashFuzz {

    private static final RelPath NAME = RelPath.parse("journal");
    private static final Path FOLDER = folder();
    private static final Root ROOT = root();

    private TrashFuzz() {}

    /** Reads its lines, or refuses them. */
    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        Files.write(FOLDER.resolve("journal"), data);
        try {
            Journal.read(ROOT, NAME);
        } catch (FileSystemException refused) {
            // As it may be.
        }
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("trash-fuzz");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Root root() {
        try {
            return new NioBackend().root(FOLDER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
