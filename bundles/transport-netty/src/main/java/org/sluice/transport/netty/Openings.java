package org.sluice.transport.netty;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The listeners and connections that are open, or are being opened, to be closed when the transport stops. */
public final class Openings {

    private final String scheme;
    private final Map<Object, Runnable> open = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** Those of the transport {@code scheme}. */
    public Openings(String scheme) {
        this.scheme = scheme;
    }

    /** Adds one; it is closed at once when the transport has stopped. */
    public void add(Object opening, Runnable close) {
        open.put(opening, close);
        if (closed) {
            close.run();
        }
    }

    public void remove(Object opening) {
        open.remove(opening);
    }

    /**
     * Parks until one has been opened, or not; in the end {@code outcome} is complete.
     *
     * @param doing what is being waited for, for messages
     * @throws TransportStoppedException when the transport stops meanwhile
     */
    public <T> T await(CompletableFuture<T> outcome, Deadline deadline, String doing) throws IOException {
        TransportStoppedException stopped = new TransportStoppedException(scheme);
        add(outcome, () -> outcome.completeExceptionally(stopped));
        try {
            return deadline.await(outcome, doing);
        } finally {
            remove(outcome);
            outcome.completeExceptionally(stopped); // without effect once returned
        }
    }

    public void close() {
        closed = true;
        open.values().forEach(Runnable::run);
    }
}
