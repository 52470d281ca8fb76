package com.example.sluice.unix;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sluice.transport.Connection;
import org.sluice.transport.PeerIdentity;
import org.sluice.transport.Stream;

/** One end: a root socket, which lives as long as the connection, and a socket for each stream. */
abstract sealed class UnixConnection implements Connection permits DialledConnection, AcceptedConnection {

    final RootSocket root;
    final StreamKey key;
    private final PeerIdentity peer;
    private final Arrivals<UnixStream> arrivals = new Arrivals<>();
    private final Set<UnixStream> streams = ConcurrentHashMap.newKeySet();
    private final Set<UnixConnection> open;
    private volatile boolean closed;
    private volatile boolean ended;

    /**
     * With both ends known.
     *
     * @param open of this transport, which closes them when it is stopped: this one is among them until it is closed
     */
    UnixConnection(RootSocket root, StreamKey key, Set<UnixConnection> open) throws IOException {
        this.root = root;
        this.key = key;
        this.peer = root.peer();
        this.open = open;
    }

    /** Hears what comes by the root socket, whose end is the connection's. */
    final void begin() {
        open.add(this);
        Thread.ofVirtual().name("unix-root").start(() -> {
            try {
                while (true) {
                    hear();
                }
            } catch (IOException over) {
                end();
            }
        });
    }

    /** Takes the next message of the root socket. */
    abstract void hear() throws IOException;

    /** A socket that belongs to this connection by now, as a stream. */
    final UnixStream stream(UnixSocket socket) throws ClosedChannelException {
        UnixStream stream = new UnixStream(socket, streams::remove);
        streams.add(stream);
        if (ended) {
            stream.close();
            throw new ClosedChannelException();
        }
        return stream;
    }

    /** The peer has opened a stream. */
    final void arrive(UnixStream stream) {
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
        return "unix";
    }

    @Override
    public final Stream accept() throws IOException {
        return arrivals.take();
    }

    /** Nothing begins any more; streams that the peer has let go of tell so themselves, after what they hold still. */
    void end() {
        ended = true;
        arrivals.close().forEach(UnixStream::close);
        root.close();
    }

    @Override
    public final void close() {
        if (closed) {
            return;
        }
        closed = true;
        end();
        streams.forEach(UnixStream::close);
        open.remove(this);
    }
}
