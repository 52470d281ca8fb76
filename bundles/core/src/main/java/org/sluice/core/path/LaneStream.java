package org.sluice.core.path;

import java.io.IOException;
import org.sluice.core.swap.LentSource;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.transport.Stream;

/** The stream of one lane: says how much has travelled by it, and when it is to be left for another. */
public final class LaneStream implements Stream {

    private final Stream stream;
    private final Runnable onClose;
    private volatile Travelled sent = new Travelled(0, System.nanoTime());
    private volatile Travelled received = sent;
    private volatile long sending;
    private volatile long receiving;
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

    /** For how long it was held up by the network, in nanoseconds: while contents were sent, or waited for. */
    long waited() {
        return sent.bytes() > received.bytes() ? sending : receiving;
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
        OwnTime own = new OwnTime();
        long begun = System.nanoTime();
        if (source instanceof LentSource lent) {
            lent.lend(region -> {
                stream.send(region);
                return true;
            });
        } else {
            stream.send(own.in(source));
        }
        long now = System.nanoTime();
        sent = new Travelled(sent.bytes() + source.length(), now);
        sending += now - begun - own.nanos();
    }

    @Override
    public long receive(Sink sink) throws IOException {
        OwnTime own = new OwnTime();
        long begun = System.nanoTime();
        long length = stream.receive(own.in(sink));
        long now = System.nanoTime();
        received = new Travelled(received.bytes() + length, now);
        receiving += now - begun - own.nanos();
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
