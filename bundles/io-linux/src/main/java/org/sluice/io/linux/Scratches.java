package org.sluice.io.linux;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Each platform thread's scratch. They are the backend's and not the threads', as a {@code ThreadLocal}'s would be: a thread that
 * outlives a stopped bundle keeps nothing of it loaded.
 */
final class Scratches {

    /** By the threads' numbers, of which none is used twice. */
    private final Map<Long, Own> all = new ConcurrentHashMap<>();

    private final Supplier<Scratch> make;

    /** A thread that has ended may yet hold what it ran, and is not held for that. */
    private record Own(WeakReference<Thread> thread, Scratch scratch) {

        boolean isOver() {
            Thread owner = thread.get();
            return owner == null || !owner.isAlive();
        }
    }

    Scratches(Supplier<Scratch> make) {
        this.make = make;
    }

    /** That of the calling thread. */
    Scratch own() {
        Own own = all.get(Thread.currentThread().threadId());
        return own == null ? made() : own.scratch();
    }

    private Scratch made() {
        all.values().removeIf(Own::isOver);
        Own own = new Own(new WeakReference<>(Thread.currentThread()), make.get());
        all.put(Thread.currentThread().threadId(), own);
        return own.scratch();
    }

    /** How many there are. */
    int count() {
        return all.size();
    }
}
