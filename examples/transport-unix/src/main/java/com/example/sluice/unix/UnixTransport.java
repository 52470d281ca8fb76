package com.example.sluice.unix;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.sluice.transport.Connection;
import org.sluice.transport.Credentials;
import org.sluice.transport.Endpoint;
import org.sluice.transport.Listener;
import org.sluice.transport.PeerRefusedException;
import org.sluice.transport.Transport;
import org.sluice.transport.TransportFeature;

/** Carries streams between two peers of one user on one machine by Unix domain sockets. */
@Component
public final class UnixTransport implements Transport {

    private final SocketFolder folder;
    private final Set<UnixListener> listeners = ConcurrentHashMap.newKeySet();
    private final Set<UnixConnection> connections = ConcurrentHashMap.newKeySet();
    private final Readiness readiness;
    private volatile boolean stopped;

    /** With sockets where this user's lie. */
    @Activate
    public UnixTransport() throws IOException {
        this(SocketFolder.ofUser());
    }

    UnixTransport(SocketFolder folder) throws IOException {
        this.folder = folder;
        this.readiness = new Readiness();
    }

    @Override
    public String scheme() {
        return "unix";
    }

    /** Not REMOTE: so it is used only where the peer's host is this machine. */
    @Override
    public Set<TransportFeature> features() {
        return Set.of(TransportFeature.PARALLEL_STREAMS);
    }

    @Override
    public Listener listen(Endpoint local, Credentials credentials) throws IOException {
        checkRunning();
        UnixListener[] itself = new UnixListener[1];
        SocketFolder.Bound bound = folder.bind(local);
        itself[0] = new UnixListener(
                bound, credentials, readiness, connections, () -> listeners.remove(itself[0]));
        listeners.add(itself[0]);
        if (stopped) {
            itself[0].stop();
        }
        return itself[0];
    }

    @Override
    public Connection connect(Endpoint peer, Credentials credentials) throws IOException {
        checkRunning();
        Deadline deadline = Deadline.ofAnswer();
        for (Path place : folder.places(peer)) {
            try {
                return dial(place, peer, credentials, deadline);
            } catch (ConnectException nobodyAnyMore) {
                // Whoever listens at every address, perhaps.
            } catch (SocketTimeoutException e) {
                throw new SocketTimeoutException("connecting to " + peer + ": " + e.getMessage());
            }
        }
        throw new ConnectException("nobody listens at " + peer + " by unix");
    }

    private Connection dial(Path place, Endpoint peer, Credentials credentials, Deadline deadline)
            throws IOException {
        UnixSocket socket = UnixSocket.connect(place, readiness, deadline);
        try {
            RootSocket root = root(socket, peer, credentials, deadline);
            if (root.receive(1, deadline)[0] != UnixListener.WELCOME) {
                throw new PeerRefusedException(
                        PeerRefusedException.By.PEER, peer + " does not trust our key");
            }
            StreamKey key = new StreamKey(root.receive(StreamKey.LENGTH, deadline));
            DialledConnection connection = new DialledConnection(root, key, place, readiness, connections);
            connection.begin();
            if (stopped) {
                connection.close();
            }
            return connection;
        } catch (EOFException e) {
            socket.close();
            throw new ConnectException(peer + " has stopped listening");
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static RootSocket root(UnixSocket socket, Endpoint peer, Credentials credentials, Deadline deadline)
            throws IOException {
        socket.write(deadline, ByteBuffer.wrap(new byte[] {Introduction.ROOT}));
        AtomicBoolean refused = new AtomicBoolean();
        SSLEngine engine = Tls.engine(credentials, true, identity -> {
            refused.set(!credentials.trusts().test(identity));
            return !refused.get();
        });
        try {
            return new RootSocket(socket, engine, deadline);
        } catch (SSLException e) {
            throw refused.get()
                    ? new PeerRefusedException(PeerRefusedException.By.US, "the key of " + peer + " is not trusted")
                    : e;
        }
    }

    private void checkRunning() throws IOException {
        if (stopped) {
            throw new IOException("the transport unix has been stopped");
        }
    }

    /** Ends everything, so that nothing of this bundle runs any more. */
    @Deactivate
    void stop() {
        stopped = true;
        listeners.forEach(UnixListener::stop);
        connections.forEach(UnixConnection::close);
        readiness.close();
    }
}
