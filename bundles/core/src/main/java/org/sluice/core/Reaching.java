package org.sluice.core;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.sluice.core.arbiter.Contact;
import org.sluice.core.dial.Reached;
import org.sluice.core.session.IoReason;
import org.sluice.transfer.PeerTerms.Reach;
import org.sluice.transport.Transport;

/** Which transports reach a peer: each is dialled, all at once. */
final class Reaching {

    private static final int PATIENCE_SECONDS = 10;

    private Reaching() {}

    /** All of ours; one of them has. */
    static List<Reach> all(Contact contact, Reached reached) throws IOException, InterruptedException {
        List<FutureTask<Reach>> dialled = new ArrayList<>();
        for (Transport transport : contact.transports()) {
            FutureTask<Reach> task = new FutureTask<>(() -> transport
                            .scheme()
                            .equals(reached.transport().scheme())
                    ? new Reach(transport.scheme(), true, reached.connection().path())
                    : dial(contact, transport));
            dialled.add(task);
            Thread.ofVirtual().name("sluice-reach-" + transport.scheme()).start(task);
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        List<Reach> reaches = new ArrayList<>();
        List<Transport> transports = contact.transports();
        for (int i = 0; i < dialled.size(); i++) {
            reaches.add(await(dialled.get(i), transports.get(i).scheme(), deadline));
        }
        return reaches;
    }

    private static Reach dial(Contact contact, Transport transport) {
        try (Reached reached = contact.dial(transport)) {
            return new Reach(transport.scheme(), true, reached.connection().path());
        } catch (IOException e) {
            return new Reach(transport.scheme(), false, IoReason.of(e));
        }
    }

    private static Reach await(FutureTask<Reach> task, String scheme, long deadline) throws InterruptedException {
        try {
            return task.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            task.cancel(true);
            return new Reach(scheme, false, "no answer within " + PATIENCE_SECONDS + " s");
        } catch (ExecutionException e) {
            return new Reach(scheme, false, String.valueOf(e.getCause()));
        }
    }
}
