package org.sluice.itest;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.function.BooleanSupplier;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.transport.Stream;

/**
 * Waits a tenth of a second before whatever is large is sent.
 *
 * @param slow whether it does, asked each time
 */
record SlowStream(Stream real, BooleanSupplier slow) implements Stream {

    private static final long LARGE = 64 << 10;
    private static final long PAUSE_MILLIS = 100;

    @Override
    public void send(Source source) throws IOException {
        if (source.length() > LARGE && slow.getAsBoolean()) {
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("waiting before sending");
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
