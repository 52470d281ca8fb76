package com.example.sluice.rdma;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.sluice.data.BufferPool;
import org.sluice.transport.Connection;
import org.sluice.transport.Credentials;
import org.sluice.transport.Endpoint;
import org.sluice.transport.Listener;
import org.sluice.transport.PeerRefusedException;
import org.sluice.transport.Transport;
import org.sluice.transport.TransportFeature;

/**
 * Streams in queue pairs. There is one as soon as a bundle registers {@link Verbs}; the buffers of Sluice are registered with the device
 * when it comes.
 */
@Component
public final class RdmaTransport implements Transport {

    private final Slab slab;
    private final Set<RdmaListener> listeners = ConcurrentHashMap.newKeySet();
    private final Set<RdmaConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    /** By these verbs, with the slab of this pool. */
    @Activate
    public RdmaTransport(@Reference Verbs verbs, @Reference BufferPool buffers) {
        this.slab = Slab.of(verbs, buffers.slab());
    }

    /** The capability's name: what both peers have to offer. */
    @Override
    public String scheme() {
        return "rdma";
    }

    /** REMOTE only when what leaves the machine is encrypted, or said to be in clear. */
    @Override
    public Set<TransportFeature> features() {
        return Set.of(TransportFeature.PARALLEL_STREAMS);
    }

    /** An endpoint is what the connection manager resolves: the address of an interface, and a port of its port space. */
    @Override
    public Listener listen(Endpoint local, Credentials credentials) throws IOException {
        checkRunning();
        Verbs.Passive passive = slab.verbs().listen(local.host(), local.port());
        RdmaListener[] itself = new RdmaListener[1];
        itself[0] = new RdmaListener(
                passive,
                new Endpoint(local.host(), passive.port()),
                credentials,
                slab,
                connections,
                () -> listeners.remove(itself[0]));
        listeners.add(itself[0]);
        return itself[0];
    }

    @Override
    public Connection connect(Endpoint peer, Credentials credentials) throws IOException {
        checkRunning();
        Deadline deadline = Deadline.ofAnswer();
        Pair pair = new Pair(slab.verbs().connect(peer.host(), peer.port(), deadline), slab);
        try {
            RootPair root = root(pair, peer, credentials, deadline);
            if (root.receive(1, deadline)[0] != RdmaListener.WELCOME) {
                throw new PeerRefusedException(PeerRefusedException.By.PEER, peer + " does not trust our key");
            }
            StreamKey key = new StreamKey(root.receive(StreamKey.LENGTH, deadline));
            DialledConnection connection = new DialledConnection(root, key, peer, slab, connections);
            connection.begin();
            return connection;
        } catch (EOFException e) {
            pair.close();
            throw new ConnectException(peer + " has stopped listening");
        } catch (SocketTimeoutException e) {
            pair.close();
            throw new SocketTimeoutException("connecting to " + peer + ": " + e.getMessage());
        } catch (IOException e) {
            pair.close();
            throw e;
        }
    }

    private static RootPair root(Pair pair, Endpoint peer, Credentials credentials, Deadline deadline)
            throws IOException {
        pair.write(deadline, ByteBuffer.wrap(new byte[] {Introduction.ROOT}));
        AtomicBoolean refused = new AtomicBoolean();
        SSLEngine engine = Tls.engine(credentials, true, identity -> {
            refused.set(!credentials.trusts().test(identity));
            return !refused.get();
        });
        try {
            return new RootPair(pair, engine, deadline);
        } catch (SSLException e) {
            throw refused.get()
                    ? new PeerRefusedException(PeerRefusedException.By.US, "the key of " + peer + " is not trusted")
                    : e;
        }
    }

    private void checkRunning() throws IOException {
        if (stopped) {
            throw new IOException("the transport rdma has been stopped");
        }
    }

    @Deactivate
    void stop() {
        stopped = true;
        listeners.forEach(RdmaListener::stop);
        connections.forEach(RdmaConnection::close);
    }
}
