package org.sluice.tck;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sluice.transport.Connection;
import org.sluice.transport.Credentials;
import org.sluice.transport.PeerIdentity;
import org.sluice.transport.Stream;

/** One end of a connection in memory. */
class MemoryConnection implements Connection {

    final MemoryTransport transport;
    final Credentials ours;
    final PeerIdentity peer;
    final Arrivals<MemoryStream> arrivals;
    final Set<MemoryStream> streams = ConcurrentHashMap.newKeySet();
    volatile MemoryConnection other = this;
    volatile boolean closed;

    volatile boolean initiator;

    MemoryConnection(MemoryTransport transport, Credentials ours, PeerIdentity peer) {
        this.transport = transport;
        this.ours = ours;
        this.peer = peer;
        arrivals = transport.arrivals();
    }

    @Override
    public PeerIdentity peer() {
        return peer;
    }

    @Override
    public String path() {
        return "memory";
    }

    @Override
    public Stream open() throws IOException {
        if (closed) throw new ClosedChannelException();
        Pipe forth = transport.pipe(this);
        Pipe back = transport.pipe(other);
        MemoryStream near = transport.stream(this, forth, back);
        MemoryStream far = transport.stream(other, back, forth);
        streams.add(near);
        other.streams.add(far);
        other.arrivals.add(far);
        return near;
    }

    @Override
    public Stream accept() throws IOException {
        return arrivals.take();
    }

    @Override
    public void close() {
        if (closed) return;
        streams.forEach(MemoryStream::close);
        end();
        other.end();
    }

    void end() {
        closed = true;
        arrivals.close().forEach(MemoryStream::close);
    }
}
