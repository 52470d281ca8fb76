package org.sluice.core.swap;

import java.util.concurrent.atomic.AtomicReference;

/**
 * What a thread runs, once; it holds nothing of it then. A thread keeps its task for as long as anybody keeps the thread, and a
 * class loader may keep each thread that has loaded a class by it: so connections of a transport would outlive its bundle.
 */
public final class Once implements Runnable {

    private final AtomicReference<Runnable> work;

    /** Of {@code work}. */
    public Once(Runnable work) {
        this.work = new AtomicReference<>(work);
    }

    @Override
    public void run() {
        work.getAndSet(() -> {}).run();
    }
}
