package org.sluice.tck;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sluice.transport.Connection;
import org.sluice.transport.Credentials;
import org.sluice.transport.Endpoint;
import org.sluice.transport.Listener;
import org.sluice.transport.PeerIdentity;
import org.sluice.transport.PeerRefusedException;
import org.sluice.transport.Transport;
import org.sluice.transport.TransportFeature;

/** A transport within this process that keeps the contract, and the places where a provider may go wrong. */
public class MemoryTransport implements Transport {

    static final String HERE = "127.0.0.1";

    final Map<Integer, MemoryListener> listeners = new ConcurrentHashMap<>();

    @Override
    public String scheme() {
        return "memory";
    }

    @Override
    public Set<TransportFeature> features() {
        return Set.of(TransportFeature.REMOTE);
    }

    @Override
    public Connection connect(Endpoint peer, Credentials ours) throws IOException {
        if (!peer.host().equals(HERE)) throw new UnknownHostException(peer.host());
        MemoryListener listener = listeners.get(peer.port());
        if (listener == null) {
            return dial(peer);
        }
        askUs(ours, listener.ours.identity());
        askPeer(listener, ours.identity());
        return join(listener, ours);
    }

    /** Where no listener of ours is. */
    Connection dial(Endpoint peer) throws IOException {
        try (Socket _ = new Socket(peer.host(), peer.port())) {
            throw new SocketTimeoutException("connecting to " + peer + ": no answer");
        }
    }

    void askUs(Credentials ours, PeerIdentity peer) throws IOException {
        if (!ours.trusts().test(peer)) throw new PeerRefusedException(PeerRefusedException.By.US, "not trusted");
    }

    void askPeer(MemoryListener listener, PeerIdentity us) throws IOException {
        if (!listener.ours.trusts().test(us)) throw new PeerRefusedException(PeerRefusedException.By.PEER, "refused");
    }

    MemoryConnection join(MemoryListener listener, Credentials ours) {
        MemoryConnection near = connection(ours, listener.ours.identity());
        MemoryConnection far = connection(listener.ours, ours.identity());
        near.initiator = true;
        near.other = far;
        far.other = near;
        listener.arrivals.add(far);
        return near;
    }

    @Override
    public Listener listen(Endpoint local, Credentials ours) throws IOException {
        ServerSocket port = new ServerSocket();
        try {
            port.bind(new InetSocketAddress(local.host(), local.port()), 500);
        } catch (BindException taken) {
            port.close();
            throw taken(local);
        }
        MemoryListener listener = listener(ours, port, new Endpoint(local.host(), port.getLocalPort()));
        listeners.put(port.getLocalPort(), listener);
        return listener;
    }

    BindException taken(Endpoint local) {
        return new BindException("listening at " + local + ": taken");
    }

    MemoryListener listener(Credentials ours, ServerSocket port, Endpoint local) {
        return new MemoryListener(this, ours, port, local);
    }

    MemoryConnection connection(Credentials ours, PeerIdentity peer) {
        return new MemoryConnection(this, ours, peer);
    }

    MemoryStream stream(MemoryConnection connection, Pipe out, Pipe in) {
        return new MemoryStream(connection, out, in);
    }

    /** What carries bytes from {@code sender}. */
    Pipe pipe(MemoryConnection sender) {
        return new Pipe();
    }

    <T> Arrivals<T> arrivals() {
        return new Arrivals<>();
    }
}
