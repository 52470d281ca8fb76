package org.sluice.core.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.sluice.core.progress.Pace;
import org.sluice.io.Volume;
import org.sluice.transfer.Share;
import org.sluice.transfer.TransferException;

/** Any bytes as the files of a home that are then changed. See {@code itest/fuzz}. */
public final class HomeEditFuzz {

    private static final Path FOLDER = folder();
    private static final Volume VOLUME = new Volume("ext4", 1, 2, 3);
    private static final Pace SEEN = new Pace(1e-5, 1e-9);
    private static final String FINGERPRINT = "ab".repeat(32);
    private static final byte[] PACE = "a\ta\t".getBytes(StandardCharsets.US_ASCII);

    private HomeEditFuzz() {}

    /** Changes them, or refuses to. */
    public static void fuzzerTestOneInput(byte[] data) {
        Home home = new Home(FOLDER);
        attempt(() -> {
            Files.write(home.file("shares"), data);
            ShareFile shares = new ShareFile(home);
            shares.add(new Share("s", FOLDER, true, false));
            shares.remove("s");
        });
        attempt(() -> {
            Files.write(home.file("trusted-peers"), data);
            TrustedPeers peers = new TrustedPeers(home, new Identity(home));
            peers.trust(FINGERPRINT, Optional.of("somebody"));
            require(peers.forget("somebody"), "who was trusted is not known");
        });
        attempt(() -> {
            byte[] line = new byte[PACE.length + data.length];
            System.arraycopy(PACE, 0, line, 0, PACE.length);
            System.arraycopy(data, 0, line, PACE.length, data.length);
            Files.write(home.file("paces"), line);
            Paces paces = Paces.in(FOLDER);
            paces.remember("a", "a", SEEN);
            paces.find("a", "a");
        });
        attempt(() -> {
            Files.write(home.file("mirrors"), data);
            LastSources sources = new LastSources(home);
            sources.remember(Path.of("/a"), Path.of("/b"), VOLUME);
            require(sources.differing(Path.of("/a"), Path.of("/b"), VOLUME).isEmpty(), "it is not remembered");
        });
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }

    @FunctionalInterface
    private interface Change {
        void run() throws IOException, TransferException;
    }

    private static void attempt(Change change) {
        try {
            change.run();
        } catch (IOException | TransferException refused) {
            // As it may be.
        }
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("home-fuzz");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
