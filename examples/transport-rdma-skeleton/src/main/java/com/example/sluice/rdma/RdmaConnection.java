package com.example.sluice.rdma;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sluice.transport.Connection;
import org.sluice.transport.PeerIdentity;
import org.sluice.transport.Stream;

/** One end: a root pair, which lives as long as the connection, and a queue pair for each stream. */
abstract sealed class RdmaConnection implements Connection permits DialledConnection, AcceptedConnection {

    final RootPair root;
    final StreamKey key;
    private final PeerIdentity peer;
    private final Arrivals<RdmaStream> arrivals = new Arrivals<>();
    private final Set<RdmaStream> streams = ConcurrentHashMap.newKeySet();
    private final Set<RdmaConnection> open;
    private volatile boolean closed;
    private volatile boolean ended;

    /**
     * With both ends known.
     *
     * @param open of this transport, which closes them when it is stopped: this one is among them until it is closed
     */
    RdmaConnection(RootPair root, StreamKey key, Set<RdmaConnection> open) throws IOException {
        this.root = root;
        this.key = key;
        this.peer = root.peer();
        this.open = open;
    }

    /** Hears what comes by the root pair, whose end is the connection's. */
    final void begin() {
        open.add(this);
        Thread.ofVirtual().name("rdma-root").start(() -> {
            try {
                while (true) {
                    hear();
                }
            } catch (IOException over) {
                end();
            }
        });
    }

    /** Takes the next message of the root pair. */
    abstract void hear() throws IOException;

    /** A queue pair that belongs to this connection by now, as a stream. */
    final RdmaStream stream(Pair pair) throws ClosedChannelException {
        RdmaStream stream = new RdmaStream(pair, streams::remove);
        streams.add(stream);
        if (ended) {
            stream.close();
            throw new ClosedChannelException();
        }
        return stream;
    }

    /** The peer has opened a stream. */
    final void arrive(RdmaStream stream) {
        if (!arrivals.add(stream)) {
            stream.close();
        }
    }

    final void checkOpen() throws ClosedChannelException {
        if (ended) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public final PeerIdentity peer() {
        return peer;
    }

    @Override
    public final String path() {
        return "rdma";
    }

    @Override
    public final Stream accept() throws IOException {
        return arrivals.take();
    }

    /** Nothing begins any more; streams that the peer has let go of tell so themselves, after what they hold still. */
    void end() {
        ended = true;
        arrivals.close().forEach(RdmaStream::close);
        root.close();
    }

    @Override
    public final void close() {
        if (closed) {
            return;
        }
        closed = true;
        end();
        streams.forEach(RdmaStream::close);
        open.remove(this);
    }
}
