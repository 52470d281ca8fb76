package org.sluice.transport.tcp;

import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.propertytypes.ServiceRanking;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.transport.Connection;
import org.sluice.transport.Credentials;
import org.sluice.transport.Endpoint;
import org.sluice.transport.Listener;
import org.sluice.transport.Transport;
import org.sluice.transport.TransportFeature;
import org.sluice.transport.netty.Addresses;
import org.sluice.transport.netty.Deadline;
import org.sluice.transport.netty.Openings;
import org.sluice.transport.netty.TransportStoppedException;

/** TCP with TLS 1.3. A connection is a set of sockets: a root that authenticates, and one for each stream. */
@Component
@ServiceRanking(100)
public final class TcpTransport implements Transport {

    private static final Logger LOG = LoggerFactory.getLogger(TcpTransport.class);

    static final String SCHEME = "tcp";

    /** Says that streams of connections that we dial travel in their root sockets. */
    static final String FORCE_INBAND = "SLUICE_FORCE_INBAND";

    private final Supplier<SocketKind> kind;
    private final Supplier<SslProvider> provider;
    private final boolean inband;
    private final Openings openings = new Openings(SCHEME);
    private final ReentrantLock lifecycle = new ReentrantLock();
    private @Nullable EventLoops loops;
    private boolean stopped;

    /** The fastest that works here; libraries are loaded and threads are started by the first use. */
    @Activate
    public TcpTransport() {
        this(SocketKind::best, Tls::best, said(System.getenv().getOrDefault(FORCE_INBAND, "")));
    }

    /**
     * With sockets and TLS of one's choice.
     *
     * @param inband whether streams get no sockets of their own
     */
    TcpTransport(Supplier<SocketKind> kind, Supplier<SslProvider> provider, boolean inband) {
        this.inband = inband;
        this.kind = kind;
        this.provider = provider;
    }

    private static boolean said(String variable) {
        return variable.equals("1") || Boolean.parseBoolean(variable);
    }

    @Override
    public String scheme() {
        return SCHEME;
    }

    @Override
    public Set<TransportFeature> features() {
        return Set.of(TransportFeature.PARALLEL_STREAMS, TransportFeature.REMOTE);
    }

    @Override
    public Connection connect(Endpoint peer, Credentials credentials) throws IOException {
        Deadline deadline = new Deadline();
        EventLoops running = loops();
        Iterator<InetSocketAddress> addresses = Addresses.of(peer, deadline).iterator();
        while (true) {
            Dialler dialler =
                    new Dialler(running, new Tls(credentials, running), openings, addresses.next(), peer, inband);
            CompletableFuture<DialledConnection> connected = dialler.root();
            try {
                return openings.await(connected, deadline, "connecting to " + peer);
            } catch (ConnectException | NoRouteToHostException unreachable) {
                if (!addresses.hasNext()) {
                    throw unreachable;
                }
            }
        }
    }

    @Override
    public Listener listen(Endpoint local, Credentials credentials) throws IOException {
        EventLoops running = loops();
        InetSocketAddress address = Addresses.of(local, new Deadline()).getFirst();
        return new TcpListener(running, new Tls(credentials, running), openings, address, local);
    }

    private EventLoops loops() throws IOException {
        lifecycle.lock();
        try {
            if (stopped) {
                throw new TransportStoppedException(SCHEME);
            }
            EventLoops running = loops;
            if (running == null) {
                running = new EventLoops(kind.get(), provider.get());
                loops = running;
                LOG.info("tcp uses {}", running);
            }
            return running;
        } finally {
            lifecycle.unlock();
        }
    }

    /** Native memory taken from the system for bytes on their way. */
    long memory() {
        EventLoops running = loops;
        return running == null ? 0 : running.memory();
    }

    /** Closes every listener and connection, and returns when their threads are gone. */
    @Deactivate
    void stop() {
        lifecycle.lock();
        try {
            stopped = true;
            openings.close();
            if (loops != null) {
                loops.close();
            }
        } finally {
            lifecycle.unlock();
        }
    }
}
