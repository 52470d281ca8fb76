package org.sluice.core;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.sluice.transport.Connection;
import org.sluice.transport.PeerIdentity;
import org.sluice.transport.Stream;

/** A connection that opens the streams that a test gives it, and closes none. */
public class Line implements Connection {

    private final BlockingQueue<Stream> streams = new LinkedBlockingQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** With these, one after the other. */
    public Line(Stream... streams) {
        this.streams.addAll(List.of(streams));
    }

    @Override
    public PeerIdentity peer() {
        return new PeerIdentity("0".repeat(64));
    }

    @Override
    public String path() {
        return "line";
    }

    @Override
    public Stream open() throws IOException {
        Stream next = streams.poll();
        if (next == null || isClosed()) {
            throw new ClosedChannelException();
        }
        return next;
    }

    @Override
    public Stream accept() throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        closed.countDown();
    }

    /** Whether it was. */
    public boolean isClosed() {
        return closed.getCount() == 0;
    }
}
