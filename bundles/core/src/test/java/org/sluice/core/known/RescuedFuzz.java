package org.sluice.core.known;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.sluice.chunk.Hash;

/** Any bytes as what is noted of the store's chunks, and as records whose checksums are right. See {@code itest/fuzz}. */
public final class RescuedFuzz {

    private static final int BODY = Hash.BYTES + 8 + 4;
    private static final Path FILE = file();
    private static final Hash OURS = new Hash(1, 2, 3, 4);

    private RescuedFuzz() {}

    /** Reads what makes sense of it; what is added is known afterwards. */
    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        read(data);
        ByteBuffer records = ByteBuffer.allocate((data.length / BODY + 1) * (BODY + 4));
        for (int at = 0; at < data.length; at += BODY) {
            byte[] body = Arrays.copyOfRange(data, at, at + BODY);
            CRC32C crc = new CRC32C();
            crc.update(body);
            records.put(body).putInt((int) crc.getValue());
        }
        read(Arrays.copyOf(records.array(), records.position()));
    }

    private static void read(byte[] bytes) throws IOException {
        Files.write(FILE, bytes);
        Rescued rescued = new Rescued(FILE);
        rescued.mayHold(1 << 20, true);
        rescued.add(OURS, 77, true);
        if (!rescued.mayHold(77, true) || !rescued.isShared(OURS)) {
            throw new IllegalStateException("what was added is not known");
        }
    }

    private static Path file() {
        try {
            return Files.createTempDirectory("rescued-fuzz").resolve("rescued");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
