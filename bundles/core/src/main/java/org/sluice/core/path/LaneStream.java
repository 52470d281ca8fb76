package org.sluice.core.path;

import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.sluice.core.dial.ContainedStream;
import org.sluice.core.lane.Standing;
import org.sluice.core.swap.LentSource;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.transport.Stream;

/** The stream of one lane: says how much has travelled by it, and when it is to be left for another. */
public final class LaneStream implements Stream {

    private final String scheme;
    private final Stream stream;
    private final Runnable onClose;
    private volatile Travelled sent = new Travelled(0, System.nanoTime());
    private volatile Travelled received = sent;
    private volatile long sending;
    private volatile long receiving;
    private volatile Supplier<Standing> standing = () -> Standing.IDLE;
    private Runnable onLeave = () -> {};
    private boolean leaving;
    private boolean closed;

    /** By the transport of this scheme; {@code onClose} is called once, when the stream is let go of. */
    LaneStream(String scheme, Stream stream, Runnable onClose) {
        this.scheme = scheme;
        this.stream = stream;
        this.onClose = onClose;
    }

    /** Of the transport by which it goes. */
    public String scheme() {
        return scheme;
    }

    /** How many bytes have gone through, both ways. */
    public long bytes() {
        return sent.bytes() + received.bytes();
    }

    /** Tells of each thread that had to be left behind in the transport, which holds nothing any more and does nothing when it comes back. */
    public void onForsaken(Consumer<Thread> listener) {
        if (stream instanceof ContainedStream contained) {
            contained.onForsaken(listener);
        }
    }

    /** Leaves behind whoever is in the transport. */
    public void forsake() {
        if (stream instanceof ContainedStream contained) {
            contained.forsake();
        }
    }

    /** Whether a thread is in the transport. */
    public boolean holds(Thread thread) {
        return stream instanceof ContainedStream contained && contained.holds(thread);
    }

    /** How the lane says what it is at. */
    public void standing(Supplier<Standing> says) {
        standing = says;
    }

    /** What the lane is at. */
    public Standing standing() {
        return standing.get();
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

    /** Whether the lane was told to. */
    public synchronized boolean isLeaving() {
        return leaving;
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
            stream.send(own.around(source));
        }
        long now = System.nanoTime();
        sent = new Travelled(sent.bytes() + source.length(), now);
        sending += now - begun - own.nanos();
    }

    @Override
    public long receive(Sink sink) throws IOException {
        OwnTime own = new OwnTime();
        long begun = System.nanoTime();
        long length = stream.receive(own.around(sink));
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
