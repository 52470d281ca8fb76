package org.sluice.core.path;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.core.dial.Reached;
import org.sluice.core.session.IoReason;
import org.sluice.core.session.Ticket;
import org.sluice.transport.PeerRefusedException;
import org.sluice.transport.Stream;

/**
 * The initiator's paths: it opens every stream, and dials again when the last connection is lost. There may be several for a
 * while, so that they can be compared; new streams go by the one in use.
 */
public final class Dialled implements Paths {

    private static final Logger LOG = LoggerFactory.getLogger(Dialled.class);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** How long a peer may take to say whether a connection joins. */
    private static final Duration ANSWER = Duration.ofSeconds(10);

    /** A connection that is lost sooner has not ended the outage. */
    private static final Duration PROVEN = Duration.ofSeconds(2);

    private final Redial redial;
    private final Duration patience;
    private final Duration firstPause;
    private final Duration answer;
    private final ReentrantLock dialling = new ReentrantLock();
    private final Itinerary itinerary;
    private final List<PeerPath> beside = new ArrayList<>();
    private Optional<PeerPath> inUse;
    private Optional<PeerPath> controlled;
    private Ticket ticket = Ticket.NONE;
    private boolean mayBeCompared;
    private Optional<IOException> lost = Optional.empty();
    private long joined = System.nanoTime() - PROVEN.toNanos();
    private long outage;
    private Duration pause;
    private boolean closed;

    /**
     * Begins with a connection.
     *
     * @param patience how long it is dialled again
     */
    public Dialled(Reached first, Redial redial, Duration patience) {
        this(first, redial, patience, FIRST_PAUSE, ANSWER);
    }

    Dialled(Reached first, Redial redial, Duration patience, Duration firstPause, Duration answer) {
        this.redial = redial;
        this.patience = patience;
        this.firstPause = firstPause;
        this.answer = answer;
        this.pause = firstPause;
        PeerPath way = new PeerPath(first);
        this.inUse = Optional.of(way);
        this.controlled = inUse;
        this.itinerary = new Itinerary(way.name());
    }

    /**
     * Further connections may join the session.
     *
     * @param by showing this
     * @param also whether they may do so beside those that there are
     */
    public synchronized void admitted(Ticket by, boolean also) {
        ticket = by;
        mayBeCompared = also && by.admits();
    }

    @Override
    public synchronized boolean lasting() {
        return ticket.admits() && patience.isPositive();
    }

    /** Whether {@link #join} is of use. */
    public synchronized boolean mayBeCompared() {
        return mayBeCompared && patience.isPositive();
    }

    /** The way that new streams take; empty while there is none. */
    public synchronized Optional<PeerPath> inUse() {
        return inUse;
    }

    /**
     * A further connection joins, beside the one in use, and takes nothing yet.
     *
     * @throws IOException when the peer does not let it; it is closed
     */
    public PeerPath join(Reached reached) throws IOException {
        Ticket shown;
        synchronized (this) {
            shown = ticket;
        }
        Joining.join(reached.connection(), shown, Purpose.BESIDE, answer);
        PeerPath way = new PeerPath(reached);
        synchronized (this) {
            if (!closed) {
                beside.add(way);
                return way;
            }
        }
        way.close();
        throw new ClosedChannelException();
    }

    /**
     * Lanes go by this way from now on; those that go by another leave it as soon as they have delivered what they have begun.
     *
     * @return false when the way is lost
     */
    public synchronized boolean use(PeerPath way) {
        if (inUse.filter(now -> now == way).isPresent()) {
            return true;
        }
        if (!beside.remove(way)) {
            return false;
        }
        way.enter();
        inUse.ifPresent(other -> {
            other.leave();
            beside.add(other);
        });
        inUse = Optional.of(way);
        return true;
    }

    /** How many lanes have not left other ways yet. */
    public synchronized int lanesBeside() {
        return beside.stream().mapToInt(PeerPath::lanes).sum();
    }

    /** The ways beside the one in use end; what goes by them still, the control stream for one, goes on by that. */
    public void settle(String proof) {
        List<PeerPath> given;
        synchronized (this) {
            given = List.copyOf(beside);
            beside.clear();
            inUse.ifPresent(way -> itinerary.chosen(way.name(), proof));
        }
        given.forEach(PeerPath::close);
    }

    @Override
    public LaneStream lane() throws IOException, InterruptedException {
        return open(PeerPath::lane);
    }

    @Override
    public Stream control(IOException cause) throws IOException, InterruptedException {
        return open(way -> {
            Stream stream = way.open(Purpose.CONTROL);
            controlBy(way);
            return stream;
        });
    }

    private synchronized void controlBy(PeerPath way) {
        controlled = Optional.of(way);
    }

    private interface Opener<S extends Stream> {
        S open(PeerPath way) throws IOException;
    }

    private <S extends Stream> S open(Opener<S> opener) throws IOException, InterruptedException {
        while (true) {
            PeerPath by = way();
            try {
                return opener.open(by);
            } catch (IOException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedException("interrupted while a stream was opened");
                }
                if (!lasting()) {
                    throw e;
                }
                lose(by, e);
            }
        }
    }

    /** The way in use; one thread makes a new one if need be, the others wait for it. */
    private PeerPath way() throws IOException, InterruptedException {
        dialling.lockInterruptibly();
        try {
            Optional<PeerPath> now = current();
            if (now.isPresent()) {
                return now.get();
            }
            Optional<IOException> early = lostEarly();
            if (early.isPresent()) {
                backOff(early.get());
            }
            return dialAgain();
        } finally {
            dialling.unlock();
        }
    }

    private synchronized Optional<PeerPath> current() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        return inUse;
    }

    /** Why the last connection was lost, if it never proved good. */
    private synchronized Optional<IOException> lostEarly() {
        return lost.filter(cause -> joined - outage > 0);
    }

    private PeerPath dialAgain() throws IOException, InterruptedException {
        while (true) {
            IOException failure;
            try {
                Reached reached = redial.dial();
                Joining.join(reached.connection(), ticket, Purpose.JOIN, answer);
                return goesOn(new PeerPath(reached));
            } catch (PeerRefusedException | SessionEndedException e) {
                throw e;
            } catch (IOException e) {
                failure = e;
            }
            current();
            backOff(failure);
        }
    }

    /** Waits before the next attempt, twice as long each time. */
    private void backOff(IOException failure) throws IOException, InterruptedException {
        Duration wait;
        synchronized (this) {
            wait = pause;
            if (System.nanoTime() - outage + wait.toNanos() > patience.toNanos()) {
                throw new IOException(
                        "no way to the peer was found for " + patience.toSeconds() + " s: " + IoReason.of(failure),
                        failure);
            }
            Duration longer = wait.multipliedBy(2);
            pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
        }
        Thread.sleep(wait);
    }

    private synchronized PeerPath goesOn(PeerPath by) throws IOException {
        if (closed) {
            by.close();
            throw new ClosedChannelException();
        }
        LOG.info("the session goes on by {}", by);
        joined = System.nanoTime();
        inUse = Optional.of(by);
        itinerary.goesOn(by.name());
        return by;
    }

    private void lose(PeerPath way, IOException cause) {
        synchronized (this) {
            boolean used = inUse.filter(now -> now == way).isPresent();
            if (closed || !used && !beside.remove(way)) {
                return;
            }
            if (used) {
                lost(way, cause);
            }
        }
        way.close();
    }

    private void lost(PeerPath way, IOException cause) {
        itinerary.lost(cause);
        if (!beside.isEmpty()) {
            PeerPath next = beside.removeLast();
            next.enter();
            inUse = Optional.of(next);
            itinerary.goesBack(next.name());
            LOG.warn("{} is lost ({}); the session goes on by {}", way, IoReason.of(cause), next);
            return;
        }
        inUse = Optional.empty();
        lost = Optional.of(cause);
        long now = System.nanoTime();
        if (now - joined >= PROVEN.toNanos()) {
            outage = now;
            pause = firstPause;
        }
        LOG.warn("{} is lost ({}); other ways to the peer are tried", way, IoReason.of(cause));
    }

    @Override
    public void silent() {
        Optional<PeerPath> mute;
        synchronized (this) {
            mute = controlled;
        }
        mute.ifPresent(way -> {
            if (lasting()) {
                lose(way, new IOException("nothing comes by it any more"));
            } else {
                way.close();
            }
        });
    }

    @Override
    public synchronized String report() {
        inUse.ifPresent(path -> itinerary.now(path.name())); // it says more the longer it goes on
        return itinerary.toString();
    }

    @Override
    public void close() {
        List<PeerPath> all;
        synchronized (this) {
            closed = true;
            all = new ArrayList<>(beside);
            inUse.ifPresent(all::add);
        }
        all.forEach(PeerPath::close);
    }
}
