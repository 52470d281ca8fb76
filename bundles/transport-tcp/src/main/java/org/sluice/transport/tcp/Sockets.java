package org.sluice.transport.tcp;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.transport.netty.Deadline;

/** Whether the streams of a connection get sockets of their own: not where that fails, and the peer can do without. */
final class Sockets {

    private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);

    /** A socket that takes longer is not waited for where there is another way: three attempts of the kernel's first second. */
    private static final long PATIENCE_MILLIS = 3_000;

    /** So long after one has failed, one more is tried. */
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final String peer;
    private final boolean dispensable;
    private final boolean forbidden;
    private boolean failing;
    private long failed;

    /**
     * Of a connection.
     *
     * @param dispensable whether the peer can do without
     * @param forbidden whether they are not to be had all the same
     */
    Sockets(String peer, boolean dispensable, boolean forbidden) {
        this.peer = peer;
        this.dispensable = dispensable;
        this.forbidden = forbidden && dispensable;
        if (this.forbidden) {
            LOG.warn("streams to {} travel in their root socket: {} says so", peer, TcpTransport.FORCE_INBAND);
        } else if (forbidden) {
            LOG.warn("streams to {} get sockets of their own: the peer cannot do without", peer);
        }
    }

    /** Whether the next stream is to try. Where some have failed, one tries now and then. */
    synchronized boolean areTried() {
        if (forbidden) {
            return false;
        }
        if (failing) {
            long now = System.nanoTime();
            if (now - failed < PAUSE_NANOS) {
                return false;
            }
            failed = now;
        }
        return true;
    }

    /** How long one is waited for. */
    Deadline deadline() {
        return dispensable ? new Deadline(PATIENCE_MILLIS) : new Deadline();
    }

    /** Whether there is another way. */
    boolean areDispensable() {
        return dispensable;
    }

    /** One could not be made; the first is told. */
    synchronized void failed(IOException why) {
        failed = System.nanoTime();
        if (!failing && dispensable) {
            failing = true;
            LOG.warn("streams to {} travel in their root socket: {}", peer, why.getMessage());
        }
    }

    /** One was made. */
    synchronized void work() {
        if (failing) {
            failing = false;
            LOG.info("streams to {} get sockets of their own again", peer);
        }
    }
}
