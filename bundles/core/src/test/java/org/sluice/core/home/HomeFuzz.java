package org.sluice.core.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.sluice.io.Volume;
import org.sluice.transfer.TransferException;

/** Any bytes as the files of a home: shares, trusted peers, paces, mirrors and our key. See {@code itest/fuzz}. */
public final class HomeFuzz {

    private static final Path FOLDER = folder();
    private static final Volume VOLUME = new Volume("ext4", 1, 2, 3);

    /** What lines begin with that are looked for. */
    private static final byte[] PACE = "a\ta\t".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] MIRROR = "/a\t/b\t".getBytes(StandardCharsets.US_ASCII);

    private HomeFuzz() {}

    /** Reads them, or refuses them. */
    public static void fuzzerTestOneInput(byte[] data) {
        Home home = new Home(FOLDER);
        attempt(() -> {
            Files.write(home.file("shares"), data);
            new ShareFile(home).list();
        });
        attempt(() -> {
            Files.write(home.file("trusted-peers"), data);
            new TrustedPeers(home, new Identity(home)).trusted();
        });
        attempt(() -> {
            Files.write(home.file("paces"), after(PACE, data));
            Paces.in(FOLDER).find("a", "a");
        });
        attempt(() -> {
            Files.write(home.file("mirrors"), after(MIRROR, data));
            new LastSources(home).differing(Path.of("/a"), Path.of("/b"), VOLUME);
        });
        attempt(() -> {
            Files.write(home.file("identity.pem"), after(new byte[] {'-'}, data));
            new Identity(home).peer();
        });
    }

    @FunctionalInterface
    private interface Reading {
        void run() throws IOException, TransferException;
    }

    private static void attempt(Reading reading) {
        try {
            reading.run();
        } catch (IOException | TransferException refused) {
            // As it may be.
        }
    }

    private static byte[] after(byte[] start, byte[] data) {
        byte[] whole = Arrays.copyOf(start, start.length + data.length);
        System.arraycopy(data, 0, whole, start.length, data.length);
        return whole;
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("home-fuzz");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
