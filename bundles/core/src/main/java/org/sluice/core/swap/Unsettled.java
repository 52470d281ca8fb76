package org.sluice.core.swap;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** What was left for another backend and has yet to make durable what was done through it: a root's, those entered from it, and their files'. */
final class Unsettled {

    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Set<Held<?>> left = ConcurrentHashMap.newKeySet();

    void add(Held<?> held) {
        left.add(held);
    }

    /** Returns when all of it is durable. */
    void await() throws IOException {
        for (Held<?> held : left) {
            try {
                while (!held.hasEnded(AGAIN_NANOS)) {}
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("waiting for what was written by another backend");
            }
            held.check();
            left.remove(held);
        }
    }
}
