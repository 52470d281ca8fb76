package org.sluice.core;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.transport.Connection;
import org.sluice.transport.Credentials;
import org.sluice.transport.Endpoint;
import org.sluice.transport.Listener;
import org.sluice.transport.Transport;

/** One address at which peers arrive by every transport. The first one's listener is there at once, the others follow. */
final class Listeners implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    /** Takes a peer that has arrived. */
    @FunctionalInterface
    interface Arrival {
        void of(Connection connection) throws InterruptedException;
    }

    private final Listener first;
    private final Credentials credentials;
    private final Arrival arrival;
    private final Crew crew;
    private final List<Listener> open = new ArrayList<>();
    private boolean closed;

    /**
     * Takes the address.
     *
     * @param transports at least one, the preferred first
     * @param crew whose threads wait for peers
     */
    Listeners(List<Transport> transports, Endpoint local, Credentials credentials, Arrival arrival, Crew crew)
            throws IOException {
        this.credentials = credentials;
        this.arrival = arrival;
        this.crew = crew;
        first = transports.getFirst().listen(local, credentials);
        open.add(first);
        crew.start("accept", () -> accept(first));
        for (Transport further : transports.subList(1, transports.size())) {
            crew.start("accept-" + further.scheme(), () -> follow(further));
        }
    }

    /** Where it is, with the port that was taken. */
    Endpoint local() {
        return first.local();
    }

    private void follow(Transport transport) throws InterruptedException, IOException {
        Listener listener;
        try {
            listener = transport.listen(local(), credentials);
        } catch (IOException e) {
            LOG.warn("peers cannot arrive by {}: {}", transport.scheme(), e.getMessage());
            return;
        }
        if (add(listener)) {
            accept(listener);
        } else {
            listener.close();
        }
    }

    private synchronized boolean add(Listener listener) {
        if (!closed) {
            open.add(listener);
        }
        return !closed;
    }

    private void accept(Listener listener) throws IOException, InterruptedException {
        try {
            while (true) {
                arrival.of(listener.accept());
            }
        } catch (ClosedChannelException | InterruptedException closing) {
            // Closing ends the listening.
        }
    }

    /** Stops listening. */
    @Override
    public synchronized void close() {
        closed = true;
        open.forEach(Listener::close);
    }
}
