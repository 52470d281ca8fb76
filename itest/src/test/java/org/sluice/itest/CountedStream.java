package org.sluice.itest;

import java.io.IOException;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.transport.Stream;

/** One end of a stream. Whoever opened one for contents is told by its peer what has been dealt with, and in the end that all has. */
final class CountedStream implements Stream {

    private final Stream real;
    private final Traffic traffic;
    private final boolean lane;
    private volatile boolean ended;

    CountedStream(Stream real, Traffic traffic, boolean lane) {
        this.real = real;
        this.traffic = traffic;
        this.lane = lane;
    }

    @Override
    public void send(Source source) throws IOException {
        traffic.sent(source.length());
        real.send(source);
    }

    @Override
    public long receive(Sink sink) throws IOException {
        long received = real.receive(sink);
        while (lane && traffic.isDeaf() && received == sink.length()) {
            received = real.receive(sink);
        }
        ended |= received < sink.length();
        traffic.arrived(received);
        return received;
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
        if (lane && !ended) {
            ended = true;
            traffic.broke();
        }
        real.close();
    }
}
