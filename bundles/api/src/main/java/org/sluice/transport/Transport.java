package org.sluice.transport;

import java.io.IOException;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A way to carry streams between two peers that have proven who they are. Registered as a service.
 *
 * <p>For every call of this package that waits: <em>it parks a virtual thread, it never pins its carrier</em>. When its
 * thread is interrupted it fails with {@link java.io.InterruptedIOException}, the interrupt restored; when the stream,
 * connection or listener is closed meanwhile, it fails with {@link java.nio.channels.ClosedChannelException}.
 */
@ConsumerType
public interface Transport {

    /** Name in offers and reports: {@code tcp}, {@code quic}. */
    String scheme();

    /** What this transport can do. Constant. */
    Set<TransportFeature> features();

    /**
     * Dials a peer. Returns when both ends have authenticated each other.
     *
     * @throws PeerRefusedException when either end does not trust the other
     * @throws java.net.SocketTimeoutException when the peer does not answer within 10 s
     * @throws java.net.SocketException when the peer cannot be reached: {@code ConnectException},
     *     {@code NoRouteToHostException}
     * @throws java.net.UnknownHostException when the host has no address
     */
    Connection connect(Endpoint peer, Credentials credentials) throws IOException;

    /**
     * Listens for peers.
     *
     * @param local address to bind; port 0 takes a free one
     * @throws java.net.BindException when the address is taken
     */
    Listener listen(Endpoint local, Credentials credentials) throws IOException;
}
