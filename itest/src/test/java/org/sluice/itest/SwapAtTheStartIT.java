package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.sluice.itest.Swaps.Swap;
import org.sluice.transport.Transport;

/** A transport's bundle is exchanged when a session has a connection by it and has not said a word. */
class SwapAtTheStartIT {

    private final AtomicBoolean pending = new AtomicBoolean(true);
    private Swaps swaps;

    private void inFramework(BundleContext framework) {
        TransportsInPlace.of(
                framework,
                real -> new OtherStreams(real, (stream, lane) -> new WatchedStream(stream, source -> exchange(real))));
    }

    @Test
    void a_push_says_hello_once_more(@TempDir Path folder) throws Exception {
        try (Swaps made = new Swaps(folder, this::inFramework)) {
            swaps = made;

            swaps.push(swaps.source(5 << 20), Files.createDirectory(folder.resolve("target")));

            assertFalse(pending.get(), "nothing was exchanged");
        }
    }

    /** Exchanges the bundle of the transport by which the first word is about to be said. */
    private void exchange(Transport transport) {
        if (pending.getAndSet(false)) {
            try {
                swaps.swap("org.sluice.transport." + transport.scheme(), Swap.STOPPED_AND_STARTED);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
