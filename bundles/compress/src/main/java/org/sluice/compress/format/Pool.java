package org.sluice.compress.format;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Contexts of a native library, each for one call at a time. Whoever finds none makes one, so that nobody waits; at most
 * as many as there are processors are kept.
 */
final class Pool<C> implements AutoCloseable {

    private static final int MOST = Runtime.getRuntime().availableProcessors();

    private final Supplier<C> make;
    private final Consumer<C> end;
    private final ConcurrentLinkedQueue<C> idle = new ConcurrentLinkedQueue<>();
    private final AtomicInteger kept = new AtomicInteger();
    private volatile boolean closed;

    Pool(Supplier<C> make, Consumer<C> end) {
        this.make = make;
        this.end = end;
    }

    C take() {
        C context = idle.poll();
        if (context == null) {
            return make.get();
        }
        kept.decrementAndGet();
        return context;
    }

    /** The context is good for another call. */
    void give(C context) {
        if (closed || kept.get() >= MOST) {
            end.accept(context);
            return;
        }
        kept.incrementAndGet();
        idle.add(context);
        if (closed) {
            close();
        }
    }

    /** Ends what is idle; the others are ended when they are given back. */
    @Override
    public void close() {
        closed = true;
        for (C context = idle.poll(); context != null; context = idle.poll()) {
            end.accept(context);
        }
    }
}
