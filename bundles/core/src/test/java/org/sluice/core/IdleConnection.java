package org.sluice.core;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CountDownLatch;
import org.sluice.transport.Connection;
import org.sluice.transport.PeerIdentity;
import org.sluice.transport.Stream;

/** A connection by which no stream comes. */
public class IdleConnection implements Connection {

    private final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public PeerIdentity peer() {
        return new PeerIdentity("0".repeat(64));
    }

    @Override
    public String path() {
        return "idle";
    }

    @Override
    public Stream open() throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public Stream accept() throws IOException {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new ClosedChannelException();
    }

    @Override
    public void close() {
        closed.countDown();
    }

    /** Whether it has been closed. */
    public boolean isClosed() {
        return closed.getCount() == 0;
    }
}
