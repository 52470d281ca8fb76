package org.sluice.core.known;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/** Any bytes as what is noted of copies, and as a record whose checksum is right. See {@code itest/fuzz}. */
public final class CopiesFuzz {

    private static final Path FOLDER = folder();

    private CopiesFuzz() {}

    /** Reads what makes sense of it, and leaves nothing behind. */
    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        take(data);
        CRC32C crc = new CRC32C();
        crc.update(data);
        take(ByteBuffer.allocate(8 + data.length)
                .putInt(data.length)
                .putInt((int) crc.getValue())
                .put(data)
                .array());
    }

    private static void take(byte[] records) throws IOException {
        Files.write(FOLDER.resolve("copies"), records);
        new Copies(FOLDER).take();
        if (FOLDER.toFile().list().length > 0) {
            throw new IllegalStateException("something is left behind");
        }
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("copies-fuzz");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
