package org.sluice.transport;

import java.io.IOException;
import org.osgi.annotation.versioning.ConsumerType;

/** A bound address at which peers arrive. */
@ConsumerType
public interface Listener extends AutoCloseable {

    /** Where it listens, with the port that was taken. */
    Endpoint local();

    /**
     * Waits for the next peer that has authenticated itself. Peers that stall, fail or are refused are never returned,
     * do not hold up others, and are dropped 10 s after they arrived.
     *
     * @throws java.nio.channels.ClosedChannelException when this listener is closed
     */
    Connection accept() throws IOException;

    /**
     * Stops listening. Connections already accepted stay; when they have ended, if not before, the address is free again.
     */
    @Override
    void close();
}
