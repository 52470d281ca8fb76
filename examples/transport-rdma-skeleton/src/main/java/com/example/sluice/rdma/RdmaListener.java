package com.example.sluice.rdma;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;
import org.sluice.transport.Connection;
import org.sluice.transport.Credentials;
import org.sluice.transport.Endpoint;
import org.sluice.transport.Listener;

/** Takes new queue pairs at one port. When it has been closed, it takes those of the connections that it has accepted still. */
final class RdmaListener implements Listener {

    static final byte WELCOME = 1;
    static final byte REFUSED = 0;

    private final Verbs.Passive passive;
    private final Endpoint local;
    private final Credentials credentials;
    private final Slab slab;
    private final Set<RdmaConnection> open;
    private final Runnable onEnd;
    private final Arrivals<AcceptedConnection> arrivals = new Arrivals<>();
    private final Map<ByteBuffer, AcceptedConnection> connections = new ConcurrentHashMap<>();
    private boolean closed;
    private boolean freed;

    RdmaListener(
            Verbs.Passive passive,
            Endpoint local,
            Credentials credentials,
            Slab slab,
            Set<RdmaConnection> open,
            Runnable onEnd) {
        this.open = open;
        this.passive = passive;
        this.local = local;
        this.credentials = credentials;
        this.slab = slab;
        this.onEnd = onEnd;
        Thread.ofVirtual().name("rdma-accept").start(this::take);
    }

    private void take() {
        try {
            while (true) {
                Verbs.QueuePair queues = passive.accept();
                Thread.ofVirtual().name("rdma-newcomer").start(() -> meet(queues));
            }
        } catch (IOException closing) {
            // Nobody comes any more.
        }
    }

    /** Whoever stalls holds up nobody else, and is dropped when the deadline passes. */
    private void meet(Verbs.QueuePair queues) {
        try {
            Pair pair = new Pair(queues, slab);
            try {
                meet(pair, Deadline.ofAnswer());
            } catch (IOException e) {
                pair.close();
            }
        } catch (IOException leftAtOnce) {
            queues.close();
        }
    }

    private void meet(Pair pair, Deadline deadline) throws IOException {
        switch (Introduction.read(pair, 1, deadline)[0]) {
            case Introduction.ROOT -> welcome(pair, deadline);
            case Introduction.STREAM -> {
                AcceptedConnection connection = connections.get(Introduction.id(pair, deadline));
                if (connection == null) {
                    throw new IOException("a pair of no connection");
                }
                connection.arrive(Introduction.number(pair, connection.key, deadline), pair);
            }
            default -> throw new IOException("a pair for nothing that is known");
        }
    }

    private void welcome(Pair pair, Deadline deadline) throws IOException {
        SSLEngine engine = Tls.engine(credentials, false, anybodyWhoProvesIt -> true);
        RootPair root = new RootPair(pair, engine, deadline);
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

    /** Once nobody needs the port any more. */
    private void free() {
        if (closed && connections.isEmpty() && !freed) {
            freed = true;
            passive.close();
            onEnd.run();
        }
    }

    @Override
    public Endpoint local() {
        return local;
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
