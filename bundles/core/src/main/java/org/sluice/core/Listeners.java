package org.sluice.core;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.core.dial.ContainedConnection;
import org.sluice.transport.Connection;
import org.sluice.transport.Credentials;
import org.sluice.transport.Endpoint;
import org.sluice.transport.Listener;
import org.sluice.transport.Transport;

/**
 * One address at which peers arrive by every transport that there is. The first one's listener is there at once, the others follow; so
 * do transports that come later, and those that have gone are let go of.
 */
final class Listeners implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    /** Between two looks at which transports there are. */
    private static final Duration LOOK = Duration.ofMillis(250);

    /** Takes a peer that has arrived. */
    @FunctionalInterface
    interface Arrival {
        void of(Connection connection) throws InterruptedException;
    }

    private final Endpoint local;
    private final Supplier<List<Transport>> transports;
    private final Credentials credentials;
    private final Arrival arrival;
    private final Crew crew;
    private final Map<Transport, Listener> open = new IdentityHashMap<>();
    private final Set<String> failed = new HashSet<>();
    private boolean closed;

    /**
     * Takes the address.
     *
     * @param first by which peers can arrive when this returns
     * @param transports that there are now, asked again and again
     * @param crew whose threads wait for peers
     */
    Listeners(
            Transport first,
            Supplier<List<Transport>> transports,
            Endpoint local,
            Credentials credentials,
            Arrival arrival,
            Crew crew)
            throws IOException {
        this.transports = transports;
        this.credentials = credentials;
        this.arrival = arrival;
        this.crew = crew;
        Listener listener = first.listen(local, credentials);
        this.local = listener.local();
        add(first, listener);
        crew.start("transports", this::follow);
    }

    /** Where it is, with the port that was taken. */
    Endpoint local() {
        return local;
    }

    private void follow() {
        try {
            while (true) {
                look(transports.get());
                Thread.sleep(LOOK);
            }
        } catch (InterruptedException closing) {
            // Then no transport is of interest any more.
        }
    }

    private void look(List<Transport> now) throws InterruptedException {
        gone(now).forEach(Listeners::close);
        for (Transport transport : now) {
            if (!hears(transport)) {
                begin(transport);
            }
        }
    }

    private synchronized List<Listener> gone(List<Transport> now) {
        Set<Transport> there = Collections.newSetFromMap(new IdentityHashMap<>());
        there.addAll(now);
        List<Listener> gone = new ArrayList<>();
        open.entrySet().removeIf(entry -> !there.contains(entry.getKey()) && gone.add(entry.getValue()));
        return gone;
    }

    /** One whose bundle has gone may lack the classes for it: then it has been closed with its bundle. */
    private static void close(Listener listener) {
        try {
            listener.close();
        } catch (RuntimeException | LinkageError e) {
            LOG.debug("a listener is not closed", e);
        }
    }

    private synchronized boolean hears(Transport transport) {
        return open.containsKey(transport);
    }

    /** An address may be taken for a while by what was before: so it is tried again, and said once. */
    private void begin(Transport transport) throws InterruptedException {
        Optional<Listener> listener = Optional.empty();
        try {
            listener = Optional.of(transport.listen(local, credentials));
            failed.remove(transport.scheme());
        } catch (IOException | RuntimeException | LinkageError e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException("interrupted while " + transport.scheme() + " began to listen");
            }
            if (failed.add(transport.scheme())) {
                LOG.warn("peers cannot arrive by {}: {}", transport.scheme(), e.getMessage());
            }
        }
        listener.ifPresent(begun -> add(transport, begun));
    }

    private synchronized void add(Transport transport, Listener listener) {
        if (closed) {
            close(listener);
            return;
        }
        open.put(transport, listener);
        crew.start("accept-" + transport.scheme(), () -> accept(transport.scheme(), listener));
    }

    private void accept(String scheme, Listener listener) throws IOException, InterruptedException {
        Thread thread = Thread.currentThread();
        try {
            crew.mayLeave(() -> crew.leave(thread, scheme));
            while (true) {
                arrival.of(new ContainedConnection(scheme, listener.accept()));
            }
        } catch (ClosedChannelException | InterruptedException closing) {
            // Closing ends the listening.
        }
    }

    /** Stops listening. */
    @Override
    public synchronized void close() {
        closed = true;
        open.values().forEach(Listeners::close);
    }
}
