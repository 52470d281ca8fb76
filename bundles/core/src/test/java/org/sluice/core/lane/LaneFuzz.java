package org.sluice.core.lane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.sluice.compress.format.ZstdCompressor;
import org.sluice.core.StreamDouble;
import org.sluice.core.land.Landing;
import org.sluice.core.land.LandingListener;
import org.sluice.core.land.Staging;
import org.sluice.core.squeeze.Expansion;
import org.sluice.io.Root;
import org.sluice.io.fallback.NioBackend;

/** Any bytes as a lane's. See {@code itest/fuzz}. */
public final class LaneFuzz {

    private static final Expansion ZSTD = new Expansion(Optional.of(new ZstdCompressor()));
    private static final Landing LANDING = landing();

    private LaneFuzz() {}

    /** Receives frames to the end of the bytes, or refuses them, and keeps no buffer. */
    public static void fuzzerTestOneInput(byte[] data) throws InterruptedException {
        receive(data, false);
        receive(data, true);
    }

    private static void receive(byte[] data, boolean sealed) throws InterruptedException {
        CountedBuffers buffers = new CountedBuffers();
        StreamDouble stream = StreamDouble.open().arrive(data).end();
        try {
            new ReceiveLane(
                            stream,
                            LANDING,
                            new HasherDouble(),
                            buffers,
                            new Arrivals.Unseen(),
                            ZSTD,
                            new LaneTerms(sealed, sealed))
                    .run();
        } catch (IOException refused) {
            // As it may be.
        }
        if (buffers.taken() != 0) {
            throw new IllegalStateException(buffers.taken() + " buffers are not given back");
        }
    }

    private static Landing landing() {
        try {
            Root root = new NioBackend().root(Files.createTempDirectory("lane-fuzz"));
            return new Landing(root, Staging.open(root), new LandingListener() {
                @Override
                public void landed(List<Long> ids) {}

                @Override
                public void failed(long id, String reason) {}

                @Override
                public void givenUp(long id) {}

                @Override
                public void broken(IOException cause) {}
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
