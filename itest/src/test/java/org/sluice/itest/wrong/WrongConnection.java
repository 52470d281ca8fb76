package org.sluice.itest.wrong;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.sluice.transport.Connection;
import org.sluice.transport.PeerIdentity;
import org.sluice.transport.Stream;

/** A connection of {@link WrongTransport}. */
final class WrongConnection implements Connection {

    private static final int MANY = 100;

    private final Way way;
    private final Connection right;
    private final Set<AutoCloseable> open;
    private final AtomicInteger streams = new AtomicInteger();

    WrongConnection(Way way, Connection right, Set<AutoCloseable> open) {
        this.way = way;
        this.right = right;
        this.open = open;
    }

    @Override
    public PeerIdentity peer() {
        return right.peer();
    }

    @Override
    public String path() {
        return right.path();
    }

    @Override
    public Optional<Duration> roundTrip() {
        return right.roundTrip();
    }

    @Override
    public Stream open() throws IOException {
        return wrong(right.open());
    }

    @Override
    public Stream openForContents() throws IOException {
        return wrong(right.openForContents());
    }

    @Override
    public Stream accept() throws IOException {
        return wrong(right.accept());
    }

    private Stream wrong(Stream stream) {
        boolean many = streams.incrementAndGet() > MANY;
        return many && way == Way.PINS ? new PinningStream(stream) : stream;
    }

    @Override
    public void close() {
        open.remove(this);
        right.close();
    }
}
