package org.sluice.itest;

import java.io.IOException;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.transport.Stream;

/**
 * A stream that calls a test before it sends.
 *
 * @param watch is called
 */
record WatchedStream(Stream real, Watch watch) implements Stream {

    /** Told what is about to be sent. */
    interface Watch {
        void sending(Source source) throws IOException;
    }

    @Override
    public void send(Source source) throws IOException {
        watch.sending(source);
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
