package org.sluice.core.path;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.core.dial.ContainedConnection;
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

    /** How long a peer may take to say whether a connection joins. */
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final Redial redial;
    private final Duration patience;
    private final Duration answer;
    private final ReentrantLock dialling = new ReentrantLock();
    private final Outage outage;
    private final Itinerary itinerary;
    private final List<PeerPath> beside = new ArrayList<>();
    private Optional<PeerPath> inUse;
    private Optional<PeerPath> controlled;
    private Ticket ticket = Ticket.NONE;
    private boolean mayBeCompared;
    private Optional<IOException> hopeless = Optional.empty();
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
        this.answer = answer;
        this.outage = new Outage(patience, firstPause);
        PeerPath path = watched(new PeerPath(first));
        this.inUse = Optional.of(path);
        this.controlled = inUse;
        this.itinerary = new Itinerary(path.name());
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

    /** The path that new streams take; empty while there is none. */
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
        try {
            Joining.join(reached.connection(), shown, Purpose.BESIDE, answer);
        } catch (SetAsideException e) {
            redial.setAside(reached.transport().scheme(), String.valueOf(e.getMessage()));
            throw e;
        }
        PeerPath path = watched(new PeerPath(reached));
        synchronized (this) {
            if (!closed) {
                beside.add(path);
                return path;
            }
        }
        path.close();
        throw new ClosedChannelException();
    }

    /**
     * Lanes go by this path from now on; those that go by another leave it as soon as they have delivered what they have begun.
     *
     * @return false when the path is lost
     */
    public synchronized boolean use(PeerPath path) {
        if (inUse.filter(now -> now == path).isPresent()) {
            return true;
        }
        if (!beside.remove(path)) {
            return false;
        }
        path.enter();
        inUse.ifPresent(other -> {
            other.leave();
            beside.add(other);
        });
        inUse = Optional.of(path);
        LOG.debug("lanes go by {} from now on", path);
        return true;
    }

    /** How many lanes have not left other paths yet. */
    public synchronized int lanesBeside() {
        return beside.stream().mapToInt(PeerPath::lanes).sum();
    }

    /** The paths beside the one in use end; what goes by them still, the control stream for one, goes on by that. */
    public void settle(String proof) {
        List<PeerPath> given;
        synchronized (this) {
            given = List.copyOf(beside);
            beside.clear();
            inUse.ifPresent(path -> itinerary.chosen(path.name(), proof));
        }
        given.forEach(PeerPath::close);
    }

    @Override
    public LaneStream lane() throws IOException, InterruptedException {
        return open(PeerPath::lane);
    }

    @Override
    public Stream control(IOException cause) throws IOException, InterruptedException {
        return open(path -> {
            Stream stream = path.open(Purpose.CONTROL);
            controlBy(path);
            return stream;
        });
    }

    private synchronized void controlBy(PeerPath path) {
        controlled = Optional.of(path);
    }

    private interface Opener<S extends Stream> {
        S open(PeerPath path) throws IOException;
    }

    private <S extends Stream> S open(Opener<S> opener) throws IOException, InterruptedException {
        while (true) {
            PeerPath by = path();
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

    /** The path in use; one thread makes a new one if need be, the others wait for it. */
    private PeerPath path() throws IOException, InterruptedException {
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
        if (hopeless.isPresent()) {
            throw hopeless.get();
        }
        return inUse;
    }

    private synchronized Optional<IOException> lostEarly() {
        return outage.goesOn();
    }

    private PeerPath dialAgain() throws IOException, InterruptedException {
        while (true) {
            IOException failure;
            try {
                Reached reached = redial.dial();
                try {
                    Joining.join(reached.connection(), ticket, Purpose.JOIN, answer);
                } catch (SetAsideException e) {
                    if (redial.setAside(reached.transport().scheme(), String.valueOf(e.getMessage()))) {
                        continue;
                    }
                    throw new SessionEndedException(e);
                }
                return goesOn(watched(new PeerPath(reached)));
            } catch (PeerRefusedException | SessionEndedException e) {
                throw e;
            } catch (IOException e) {
                failure = e;
            }
            current();
            backOff(failure);
        }
    }

    private void backOff(IOException failure) throws IOException, InterruptedException {
        Duration wait;
        synchronized (this) {
            wait = outage.pause(failure);
        }
        Thread.sleep(wait);
    }

    private synchronized PeerPath goesOn(PeerPath by) throws IOException {
        if (closed) {
            by.close();
            throw new ClosedChannelException();
        }
        LOG.info("the session goes on by {}", by);
        outage.mayEnd();
        inUse = Optional.of(by);
        itinerary.goesOn(by.name());
        return by;
    }

    private void lose(PeerPath path, IOException cause) {
        synchronized (this) {
            boolean used = inUse.filter(now -> now == path).isPresent();
            if (closed || !used && !beside.remove(path)) {
                return;
            }
            if (used) {
                lost(path, cause);
            }
        }
        path.close();
    }

    private void lost(PeerPath path, IOException cause) {
        itinerary.lost(cause);
        if (!beside.isEmpty()) {
            PeerPath next = beside.removeLast();
            next.enter();
            inUse = Optional.of(next);
            itinerary.goesBack(next.name());
            LOG.warn("{} is lost ({}); the session goes on by {}", path, IoReason.of(cause), next);
            return;
        }
        inUse = Optional.empty();
        outage.begins(cause);
        LOG.warn("{} is lost ({}); other ways to the peer are tried", path, IoReason.of(cause));
    }

    private PeerPath watched(PeerPath path) {
        path.onWrong(why -> wrong(path, why));
        return path;
    }

    private void wrong(PeerPath path, String how) {
        IOException why = new IOException("the transport " + path.scheme() + " is wrong: " + how);
        if (!wrong(path.scheme(), how) && how.equals(ContainedConnection.HANGS)) {
            synchronized (this) {
                hopeless = Optional.of(why);
            }
        }
        lose(path, why);
    }

    @Override
    public boolean wrong(String scheme, String why) {
        if (!lasting() || !redial.setAside(scheme, why)) {
            return false;
        }
        IOException cause = new IOException(scheme + " is wrong: " + why);
        for (PeerPath path : all()) {
            if (path.scheme().equals(scheme)) {
                lose(path, cause);
            }
        }
        return true;
    }

    private synchronized List<PeerPath> all() {
        List<PeerPath> all = new ArrayList<>(beside);
        inUse.ifPresent(all::add);
        return all;
    }

    /** One more lane, by another transport than the one in use, where all by that stand still; empty when no other reaches the peer. */
    public Optional<LaneStream> another() throws IOException, InterruptedException {
        try {
            Optional<PeerPath> other = other();
            return other.isPresent() ? Optional.of(other.get().anyLane()) : Optional.empty();
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException("interrupted while another way was tried");
            }
            LOG.debug("there is no other way beside the one that stands still", e);
            return Optional.empty();
        }
    }

    private Optional<PeerPath> other() throws IOException {
        Set<String> schemes = new HashSet<>();
        synchronized (this) {
            if (!beside.isEmpty()) {
                return Optional.of(beside.getLast());
            }
            all().forEach(path -> schemes.add(path.scheme()));
        }
        Optional<Reached> reached = mayBeCompared() ? redial.dialOther(schemes) : Optional.empty();
        return reached.isPresent() ? Optional.of(join(reached.get())) : Optional.empty();
    }

    /** So many of the lanes end as soon as they have delivered what they have begun; none when it is not positive. */
    public synchronized void leave(int lanes) {
        inUse.ifPresent(path -> path.leave(lanes));
    }

    /** What the path in use carries; empty while there is none, or several are compared. */
    public synchronized Optional<PathLoad> load() {
        return beside.isEmpty() ? inUse.map(PeerPath::load) : Optional.empty();
    }

    @Override
    public void silent() {
        Optional<PeerPath> mute;
        synchronized (this) {
            mute = controlled;
        }
        mute.ifPresent(path -> {
            if (lasting()) {
                lose(path, new IOException("nothing comes by it any more"));
            } else {
                path.close();
            }
        });
    }

    @Override
    public synchronized String report() {
        if (beside.isEmpty()) { // nothing is being compared
            inUse.ifPresent(path -> itinerary.now(path.name())); // it says more the longer it goes on
        }
        return itinerary.with(redial.asides());
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        all().forEach(PeerPath::close);
    }
}
