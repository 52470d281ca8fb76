package com.example.sluice.unix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;
import org.sluice.transport.Connection;
import org.sluice.transport.Credentials;
import org.sluice.transport.Endpoint;
import org.sluice.transport.Listener;

/** Takes new sockets at one place. When it has been closed, it takes those of the connections that it has accepted still. */
final class UnixListener implements Listener {

    static final byte WELCOME = 1;
    static final byte REFUSED = 0;

    private final SocketFolder.Bound bound;
    private final Credentials credentials;
    private final Readiness readiness;
    private final Set<UnixConnection> open;
    private final Runnable onEnd;
    private final Arrivals<AcceptedConnection> arrivals = new Arrivals<>();
    private final Map<ByteBuffer, AcceptedConnection> connections = new ConcurrentHashMap<>();
    private boolean closed;
    private boolean freed;

    UnixListener(
            SocketFolder.Bound bound,
            Credentials credentials,
            Readiness readiness,
            Set<UnixConnection> open,
            Runnable onEnd) {
        this.open = open;
        this.bound = bound;
        this.credentials = credentials;
        this.readiness = readiness;
        this.onEnd = onEnd;
        Thread.ofVirtual().name("unix-accept").start(this::take);
    }

    private void take() {
        try {
            while (true) {
                SocketChannel channel = bound.channel().accept();
                Thread.ofVirtual().name("unix-newcomer").start(() -> meet(channel));
            }
        } catch (IOException closing) {
            // Nobody comes any more.
        }
    }

    /** Whoever stalls holds up nobody else, and is dropped when the deadline passes. */
    private void meet(SocketChannel channel) {
        try {
            UnixSocket socket = new UnixSocket(channel, readiness);
            try {
                meet(socket, Deadline.ofAnswer());
            } catch (IOException e) {
                socket.close();
            }
        } catch (IOException stopped) {
            // The channel has been closed.
        }
    }

    private void meet(UnixSocket socket, Deadline deadline) throws IOException {
        switch (Introduction.read(socket, 1, deadline)[0]) {
            case Introduction.ROOT -> welcome(socket, deadline);
            case Introduction.STREAM -> {
                AcceptedConnection connection = connections.get(Introduction.id(socket, deadline));
                if (connection == null) {
                    throw new IOException("a socket of no connection");
                }
                connection.arrive(Introduction.number(socket, connection.key, deadline), socket);
            }
            default -> throw new IOException("a socket for nothing that is known");
        }
    }

    private void welcome(UnixSocket socket, Deadline deadline) throws IOException {
        SSLEngine engine = Tls.engine(credentials, false, anybodyWhoProvesIt -> true);
        RootSocket root = new RootSocket(socket, engine, deadline);
        if (!credentials.trusts().test(root.peer())) {
            root.send(new byte[] {REFUSED}, deadline);
            throw new IOException("the peer's key is not trusted");
        }
        StreamKey key = StreamKey.make();
        AcceptedConnection connection = new AcceptedConnection(root, key, open, () -> leave(key));
        enter(key, connection);
        try {
            root.send(new byte[] {WELCOME}, deadline);
            root.send(key.bytes(), deadline);
            if (!arrivals.add(connection)) {
                throw new IOException("the listener was closed meanwhile");
            }
            connection.begin();
        } catch (IOException e) {
            connection.close();
            throw e;
        }
    }

    private synchronized void enter(StreamKey key, AcceptedConnection connection) throws IOException {
        if (closed) {
            throw new IOException("the listener has been closed");
        }
        connections.put(key.id(), connection);
    }

    private synchronized void leave(StreamKey key) {
        connections.remove(key.id());
        free();
    }

    /** Once nobody needs the place any more. Its name goes first: then whoever takes it next cannot lose it to us. */
    private void free() {
        if (closed && connections.isEmpty() && !freed) {
            freed = true;
            try {
                Files.deleteIfExists(bound.path());
                bound.channel().close();
            } catch (IOException nothingCanBeDone) {
                // Whoever listens there next removes what is left over.
            }
            onEnd.run();
        }
    }

    /** Of its socket. */
    Path path() {
        return bound.path();
    }

    @Override
    public Endpoint local() {
        return bound.local();
    }

    @Override
    public Connection accept() throws IOException {
        return arrivals.take();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            free();
        }
        arrivals.close().forEach(AcceptedConnection::close);
    }

    /** Ends all that has come by it, too. */
    void stop() {
        close();
        connections.values().forEach(AcceptedConnection::close);
    }
}
