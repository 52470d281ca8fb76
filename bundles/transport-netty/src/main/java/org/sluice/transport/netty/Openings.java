package org.sluice.transport.netty;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The listeners and connections that are open, to be closed when the transport stops. */
public final class Openings {

    private final Map<Object, Runnable> open = new ConcurrentHashMap<>();
    private volatile boolean closed;

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

    public void close() {
        closed = true;
        open.values().forEach(Runnable::run);
    }
}
