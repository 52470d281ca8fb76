package org.sluice.core.dial;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.sluice.core.swap.Once;
import org.sluice.transport.Credentials;
import org.sluice.transport.Endpoint;
import org.sluice.transport.PeerRefusedException;
import org.sluice.transport.Transport;

/**
 * Dials a peer by several transports, each with a start over the next, and keeps the first connection that stands (as RFC 8305 does with
 * addresses). Every transport authenticates the peer alike, so a refusal by one is the answer of all.
 */
public final class Race {

    /** RFC 8305, 5: the recommended delay between attempts. */
    private static final Duration START = Duration.ofMillis(250);

    /**
     * The same for the first race of a process, in which the preferred transport loads its classes and libraries first: with the usual
     * start every short command would load the next one's, too. Within the two seconds that RFC 8305 allows.
     */
    private static final Duration FIRST_START = Duration.ofSeconds(1);

    /** A transport says within ten seconds whether it reaches a peer; one that has not is not waited for. */
    static final Duration LIMIT = Duration.ofSeconds(15);

    private static final AtomicBoolean HAS_RACED = new AtomicBoolean();

    private final Endpoint peer;
    private final Credentials credentials;
    private final Duration start;
    private final Duration limit;
    private final BlockingQueue<Outcome> outcomes;
    private final List<Thread> runners = new ArrayList<>();
    private final List<Transport> waiting;
    private boolean over;

    private record Outcome(
            int rank, @Nullable Reached reached, @Nullable IOException failure) {}

    /** Between these, the preferred first; at least one. */
    public Race(List<Transport> transports, Endpoint peer, Credentials credentials) {
        this(transports, peer, credentials, HAS_RACED.getAndSet(true) ? START : FIRST_START, LIMIT);
    }

    Race(List<Transport> transports, Endpoint peer, Credentials credentials, Duration start, Duration limit) {
        this.waiting = new ArrayList<>(transports);
        this.peer = peer;
        this.credentials = credentials;
        this.start = start;
        this.limit = limit;
        this.outcomes = new ArrayBlockingQueue<>(transports.size());
    }

    /**
     * Runs it; to be called once.
     *
     * @throws IOException when none reaches the peer: what the preferred one met, the others' as suppressed
     */
    public Reached run() throws IOException {
        List<Outcome> failed = new ArrayList<>();
        int all = waiting.size();
        try {
            begin();
            while (failed.size() < all) {
                boolean last = waiting.isEmpty();
                Outcome outcome = outcomes.poll((last ? limit : start).toMillis(), TimeUnit.MILLISECONDS);
                if (last && outcome == null) {
                    throw late(failed);
                }
                if (outcome != null && outcome.reached() != null) {
                    return outcome.reached();
                }
                if (outcome != null) {
                    failed.add(outcome);
                    if (outcome.failure() instanceof PeerRefusedException refused) {
                        throw refused;
                    }
                }
                begin();
            }
            throw verdict(failed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("connecting to " + peer + ": interrupted");
        } finally {
            end();
        }
    }

    /** What else was tried says more, if it has failed by itself. */
    private IOException late(List<Outcome> failed) {
        return failed.isEmpty()
                ? new SocketTimeoutException("no answer within " + limit.toSeconds() + " s")
                : verdict(failed);
    }

    private void begin() {
        if (!waiting.isEmpty()) {
            Transport transport = waiting.removeFirst();
            int rank = runners.size();
            runners.add(Thread.ofVirtual()
                    .name("sluice-dial-" + transport.scheme())
                    .start(new Once(() -> dial(transport, rank))));
        }
    }

    private void dial(Transport transport, int rank) {
        try {
            hand(new Outcome(rank, Reached.dial(transport, peer, credentials), null));
        } catch (IOException e) {
            hand(new Outcome(rank, null, e));
        }
    }

    /** One that comes when the race is over is let go. */
    private void hand(Outcome outcome) {
        synchronized (this) {
            if (!over) {
                outcomes.add(outcome);
                return;
            }
        }
        release(outcome);
    }

    private void end() {
        List<Outcome> late = new ArrayList<>();
        synchronized (this) {
            over = true;
            outcomes.drainTo(late);
        }
        late.forEach(Race::release);
        runners.forEach(Thread::interrupt);
    }

    private static void release(Outcome outcome) {
        if (outcome.reached() != null) {
            outcome.reached().connection().close();
        }
    }

    private static IOException verdict(List<Outcome> failed) {
        IOException first = null;
        for (int rank = 0; rank < failed.size(); rank++) {
            for (Outcome outcome : failed) {
                if (outcome.rank() == rank && outcome.failure() != null) {
                    if (first == null) {
                        first = outcome.failure();
                    } else {
                        first.addSuppressed(outcome.failure());
                    }
                }
            }
        }
        return first == null ? new IOException("nothing was tried") : first;
    }
}
