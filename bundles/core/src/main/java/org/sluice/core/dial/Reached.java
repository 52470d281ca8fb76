package org.sluice.core.dial;

import java.io.IOException;
import org.sluice.transport.Connection;
import org.sluice.transport.Credentials;
import org.sluice.transport.Endpoint;
import org.sluice.transport.Transport;

/**
 * The peer has been reached.
 *
 * @param transport by this
 * @param connection that stands
 */
public record Reached(Transport transport, Connection connection) implements AutoCloseable {

    /** Dials; a transport that is wrong fails as one that does not reach the peer. */
    public static Reached dial(Transport transport, Endpoint peer, Credentials credentials) throws IOException {
        try {
            return new Reached(
                    transport, new ContainedConnection(transport.scheme(), transport.connect(peer, credentials)));
        } catch (RuntimeException | LinkageError e) {
            throw new IOException("the transport " + transport.scheme() + " is wrong or has gone: " + e, e);
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
