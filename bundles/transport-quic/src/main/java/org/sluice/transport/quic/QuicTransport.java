package org.sluice.transport.quic;

import io.netty.handler.codec.quic.Quic;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
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

/** QUIC (RFC 9000) with TLS 1.3. A connection is one of QUIC's, and so are its streams. */
@Component
@ServiceRanking(50)
public final class QuicTransport implements Transport {

    private static final Logger LOG = LoggerFactory.getLogger(QuicTransport.class);

    static final String SCHEME = "quic";

    private final Openings openings = new Openings(SCHEME);
    private final ReentrantLock lifecycle = new ReentrantLock();
    private @Nullable EventLoops loops;
    private boolean stopped;

    /** Libraries are loaded and threads are started by the first use. */
    @Activate
    public QuicTransport() {}

    @Override
    public String scheme() {
        return SCHEME;
    }

    @Override
    public Set<TransportFeature> features() {
        return Set.of(TransportFeature.REMOTE, TransportFeature.ROAMING);
    }

    @Override
    public Connection connect(Endpoint peer, Credentials credentials) throws IOException {
        Deadline deadline = new Deadline();
        Dialler dialler = new Dialler(loops(), credentials, openings);
        Iterator<InetSocketAddress> addresses = Addresses.of(peer, deadline).iterator();
        while (true) {
            CompletableFuture<QuicConnection> connected = dialler.dial(addresses.next(), peer);
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
        return new QuicListener(running, credentials, openings, address, local);
    }

    private EventLoops loops() throws IOException {
        lifecycle.lock();
        try {
            if (stopped) {
                throw new TransportStoppedException(SCHEME);
            }
            EventLoops running = loops;
            if (running == null) {
                Throwable absence = Quic.unavailabilityCause();
                if (absence != null) {
                    throw new IOException("QUIC cannot be had here: " + absence.getMessage(), absence);
                }
                running = new EventLoops(DatagramKind.best());
                loops = running;
                LOG.info("quic uses {}", running);
            }
            return running;
        } finally {
            lifecycle.unlock();
        }
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
