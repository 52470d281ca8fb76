package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.itest.Swaps.Swap;
import org.sluice.transport.Stream;
import org.sluice.transport.Transport;

/** A transport's bundle is exchanged when a session has a connection by it and has not said a word. */
class SwapAtTheStartIT {

    private final AtomicBoolean pending = new AtomicBoolean(true);
    private Swaps swaps;

    private void inFramework(BundleContext framework) {
        TransportsInPlace.of(framework, real -> new OtherStreams(real, (stream, lane) -> new FirstWord(stream, real)));
    }

    @Test
    void a_push_says_hello_once_more(@TempDir Path folder) throws Exception {
        try (Swaps made = new Swaps(folder, this::inFramework)) {
            swaps = made;

            swaps.push(swaps.source(5 << 20), Files.createDirectory(folder.resolve("target")));

            assertFalse(pending.get(), "nothing was exchanged");
        }
    }

    /** A stream before whose first word the bundle of its transport is exchanged, once. */
    private final class FirstWord implements Stream {

        private final Stream real;
        private final Transport transport;

        FirstWord(Stream real, Transport transport) {
            this.real = real;
            this.transport = transport;
        }

        @Override
        public void send(Source source) throws IOException {
            if (pending.getAndSet(false)) {
                try {
                    swaps.swap("org.sluice.transport." + transport.scheme(), Swap.STOPPED_AND_STARTED);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
            real.send(source);
        }

        @Override
        public long receive(Sink sink) throws IOException {
            return real.receive(sink);
        }

        @Override
        public void finish() throws IOException {
            real.finish();
        }

        @Override
        public boolean inClear() {
            return real.inClear();
        }

        @Override
        public boolean sendsFiles() {
            return real.sendsFiles();
        }

        @Override
        public void close() {
            real.close();
        }
    }
}
