package org.sluice.launcher;

import java.io.IOException;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;

/** Ends the framework once, in order: at the end of the verb, or when a signal comes before it. */
final class Ending {

    private static final long FRAMEWORK_STOPS_MILLIS = 10_000;

    private final Framework framework;
    private final BundleCache cache;
    private final Front front;
    private boolean ended;

    Ending(Framework framework, BundleCache cache, Front front) {
        this.framework = framework;
        this.cache = cache;
        this.front = front;
    }

    synchronized void end() throws InterruptedException {
        if (ended) {
            return;
        }
        ended = true;
        System.out.flush();
        try {
            framework.stop();
            framework.waitForStop(FRAMEWORK_STOPS_MILLIS);
            cache.close();
        } catch (BundleException | IOException e) {
            System.err.println("sluice: while ending: " + e);
        }
    }

    /** A shutdown hook: it runs at every end of the JVM, and has something to do when that was a signal. */
    void onSignal() {
        if (hasEnded()) {
            return;
        }
        try {
            int exit = front.cancel();
            end();
            // The JVM would exit with the signal's number.
            Departure.halt(exit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean hasEnded() {
        return ended;
    }
}
