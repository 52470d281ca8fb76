package org.sluice.core.path;

import java.io.IOException;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.transport.Stream;

/** The stream of one lane: says how much has travelled by it, and when it is to be left for another. */
public final class LaneStream implements Stream {

    private final Stream stream;
    private final Runnable onClose;
    private volatile Travelled sent = new Travelled(0, System.nanoTime());
    private volatile Travelled received = sent;
    private Runnable onLeave = () -> {};
    private boolean leaving;
    private boolean closed;

    /** {@code onClose} is called once, when the stream is let go of. */
    LaneStream(Stream stream, Runnable onClose) {
        this.stream = stream;
        this.onClose = onClose;
    }

    /** By now. */
    Travelled travelled() {
        Travelled out = sent;
        Travelled in = received;
        return out.bytes() > in.bytes() ? out : in;
    }

    /** The lane is to take no more work and to go on by another stream. */
    void leave() {
        Runnable told;
        synchronized (this) {
            leaving = true;
            told = onLeave;
        }
        told.run();
    }

    /** What to do, once, when the stream is to be left; at once if that has been said. */
    public void onLeave(Runnable leave) {
        boolean now;
        synchronized (this) {
            onLeave = leave;
            now = leaving;
        }
        if (now) {
            leave.run();
        }
    }

    @Override
    public void send(Source source) throws IOException {
        stream.send(source);
        sent = new Travelled(sent.bytes() + source.length(), System.nanoTime());
    }

    @Override
    public long receive(Sink sink) throws IOException {
        long length = stream.receive(sink);
        received = new Travelled(received.bytes() + length, System.nanoTime());
        return length;
    }

    @Override
    public boolean inClear() {
        return stream.inClear();
    }

    @Override
    public boolean sendsFiles() {
        return stream.sendsFiles();
    }

    @Override
    public void finish() throws IOException {
        stream.finish();
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        stream.close();
        onClose.run();
    }
}
