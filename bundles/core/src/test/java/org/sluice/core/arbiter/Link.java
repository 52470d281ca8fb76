package org.sluice.core.arbiter;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.ValueLayout;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.transport.Connection;
import org.sluice.transport.PeerIdentity;
import org.sluice.transport.Stream;

/** A connection whose streams together take so many bytes a second; its peer lets every other join. */
final class Link implements Connection {

    private final String name;
    private final Line own;
    private final Line shared;
    private volatile boolean closed;

    Link(String name, double bytesPerSecond) {
        this(name, bytesPerSecond, new Line(Double.POSITIVE_INFINITY));
    }

    /** One that shares a line with others. */
    Link(String name, double bytesPerSecond, Line shared) {
        this.name = name;
        this.own = new Line(bytesPerSecond);
        this.shared = shared;
    }

    /** Sends one after the other. */
    static final class Line {

        private double bytesPerSecond;
        private long free = System.nanoTime();

        Line(double bytesPerSecond) {
            this.bytesPerSecond = bytesPerSecond;
        }

        private synchronized void slowTo(double less) {
            bytesPerSecond = less;
        }

        /** When so many bytes more have been sent. */
        private synchronized long sent(long bytes) {
            free = Math.max(free, System.nanoTime()) + (long) (bytes * 1e9 / bytesPerSecond);
            return free;
        }
    }

    void slowTo(double less) {
        own.slowTo(less);
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public PeerIdentity peer() {
        return new PeerIdentity("0".repeat(64));
    }

    @Override
    public String path() {
        return name;
    }

    @Override
    public Stream open() throws IOException {
        check();
        return new Stream() {
            @Override
            public void send(Source source) throws IOException {
                carry(source.length());
            }

            @Override
            public long receive(Sink sink) {
                ((Sink.Memory) sink).segment().set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
                return 1;
            }

            @Override
            public void finish() {}

            @Override
            public void close() {}
        };
    }

    private void carry(long bytes) throws IOException {
        long until = Math.max(own.sent(bytes), shared.sent(bytes));
        try {
            Thread.sleep(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("sending: interrupted");
        }
        check();
    }

    private void check() throws ClosedChannelException {
        if (closed) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public Stream accept() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        closed = true;
    }
}
