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
import org.sluice.core.swap.Once;
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
    private final Set<Transport> beginning = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Rests hanging;
    private final Set<String> failed = new HashSet<>();
    private boolean closed;

    /**
     * Takes the address.
     *
     * @param first by which peers can arrive when this returns
     * @param transports that there are now, asked again and again
     * @param crew whose threads wait for peers
     * @param rest for how long a transport is not listened by that has hung, the first time
     */
    Listeners(
            Transport first,
            Supplier<List<Transport>> transports,
            Endpoint local,
            Credentials credentials,
            Arrival arrival,
            Crew crew,
            Duration rest)
            throws IOException {
        this.transports = transports;
        this.credentials = credentials;
        this.arrival = arrival;
        this.crew = crew;
        this.hanging = new Rests(rest);
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

    /** Each begins in a thread of its own: one that hangs holds up no other. */
    private void look(List<Transport> now) {
        gone(now).forEach(Listeners::close);
        for (Transport transport : now) {
            if (mayBegin(transport)) {
                crew.start("listen-" + transport.scheme(), () -> begin(transport));
            }
        }
    }

    private synchronized boolean mayBegin(Transport transport) {
        return !open.containsKey(transport) && !hanging.isResting(transport) && beginning.add(transport);
    }

    private synchronized List<Listener> gone(List<Transport> now) {
        Set<Transport> there = Collections.newSetFromMap(new IdentityHashMap<>());
        there.addAll(now);
        List<Listener> gone = new ArrayList<>();
        hanging.retain(there);
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

    /** An address may be taken for a while by what was before: so it is tried again, and said once. */
    private void begin(Transport transport) {
        Thread thread = Thread.currentThread();
        crew.mayLeave(() -> crew.leave(thread, transport.scheme()));
        try {
            Listener begun = transport.listen(local, credentials);
            told(transport, true);
            add(transport, begun);
        } catch (IOException | RuntimeException | LinkageError e) {
            if (!thread.isInterrupted() && told(transport, false)) {
                LOG.warn("peers cannot arrive by {}: {}", transport.scheme(), e.getMessage());
            }
        } finally {
            begun(transport);
        }
    }

    /** Whether this is news. */
    private synchronized boolean told(Transport transport, boolean listens) {
        return listens ? failed.remove(transport.scheme()) : failed.add(transport.scheme());
    }

    private synchronized void begun(Transport transport) {
        beginning.remove(transport);
    }

    private synchronized void add(Transport transport, Listener listener) {
        if (closed) {
            close(listener);
            return;
        }
        open.put(transport, listener);
        crew.start("accept-" + transport.scheme(), () -> accept(transport, listener));
    }

    private void accept(Transport transport, Listener listener) throws IOException, InterruptedException {
        Thread thread = Thread.currentThread();
        try {
            crew.mayLeave(() -> crew.leave(thread, transport.scheme()));
            while (true) {
                ContainedConnection arrived = new ContainedConnection(transport.scheme(), listener.accept());
                arrived.onWrong(why -> {
                    if (why.equals(ContainedConnection.HANGS)) {
                        setAside(transport);
                    }
                });
                arrival.of(arrived);
            }
        } catch (ClosedChannelException | InterruptedException closing) {
            // Closing ends the listening.
        }
    }

    /** It has hung: nobody arrives by it for a while, so that peers take another from the first. */
    private void setAside(Transport transport) {
        Optional<Listener> listener;
        Duration rest;
        synchronized (this) {
            if (closed || hanging.isResting(transport)) {
                return;
            }
            rest = hanging.begin(transport);
            listener = Optional.ofNullable(open.remove(transport));
        }
        LOG.warn(
                "the transport {} hangs, and peers do not arrive by it for {} minutes",
                transport.scheme(),
                rest.toMinutes());
        listener.ifPresent(listening ->
                Thread.ofPlatform().daemon().name("sluice-close-listener").start(new Once(() -> close(listening))));
    }

    /** Stops listening. */
    @Override
    public void close() {
        List<Listener> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(open.values());
        }
        all.forEach(Listeners::close);
    }
}
