package org.sluice.transport;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * An authenticated connection with a peer, encrypted but for streams that are {@link Stream#inClear() in clear}. Either end may open streams, from any thread; the other end
 * accepts them in any order.
 */
@ConsumerType
public interface Connection extends AutoCloseable {

    /** Who the peer has proven to be. */
    PeerIdentity peer();

    /** How bytes travel, for reports: {@code tcp+tls}. */
    String path();

    /** Opens a stream. The peer's accept may return before or after anything is sent in it. */
    Stream open() throws IOException;

    /**
     * Opens a stream that is for contents alone. It may be in clear where the transport can and both ends' credentials allow it for each
     * other, and is like any other elsewhere.
     */
    default Stream openForContents() throws IOException {
        return open();
    }

    /**
     * Waits for the next stream that the peer opens.
     *
     * @throws java.nio.channels.ClosedChannelException when the connection is closed by either end
     */
    Stream accept() throws IOException;

    /** How long a packet and its answer take, as measured lately; empty when that is not known. */
    default Optional<Duration> roundTrip() {
        return Optional.empty();
    }

    /** Ends the connection and every stream in it, at both ends. A second call does nothing. */
    @Override
    void close();
}
