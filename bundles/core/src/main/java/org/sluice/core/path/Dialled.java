package org.sluice.core.path;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.core.session.IoReason;
import org.sluice.core.session.Ticket;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.transport.Connection;
import org.sluice.transport.PeerRefusedException;
import org.sluice.transport.Stream;

/** The initiator's paths: it opens every stream, and dials again when the connection is lost. */
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
    private final List<String> taken = new ArrayList<>();
    private Optional<Connection> current;
    private Ticket ticket = Ticket.NONE;
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
    public Dialled(Connection first, Redial redial, Duration patience) {
        this(first, redial, patience, FIRST_PAUSE, ANSWER);
    }

    Dialled(Connection first, Redial redial, Duration patience, Duration firstPause, Duration answer) {
        this.redial = redial;
        this.patience = patience;
        this.firstPause = firstPause;
        this.answer = answer;
        this.pause = firstPause;
        this.current = Optional.of(first);
        taken.add(first.path());
    }

    /** Further connections may join the session, with this. */
    public synchronized void admitted(Ticket by) {
        ticket = by;
    }

    @Override
    public synchronized boolean lasting() {
        return ticket.admits() && patience.isPositive();
    }

    @Override
    public Stream lane() throws IOException, InterruptedException {
        return open(Purpose.LANE);
    }

    @Override
    public Stream control(IOException cause) throws IOException, InterruptedException {
        return open(Purpose.CONTROL);
    }

    private Stream open(Purpose purpose) throws IOException, InterruptedException {
        while (true) {
            Connection on = connection();
            try {
                return purpose.open(on);
            } catch (IOException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedException("interrupted while a stream was opened");
                }
                if (!lasting()) {
                    throw e;
                }
                lose(on, e);
            }
        }
    }

    /** The connection in use; one thread makes a new one if need be, the others wait for it. */
    private Connection connection() throws IOException, InterruptedException {
        dialling.lockInterruptibly();
        try {
            Optional<Connection> now = current();
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

    private synchronized Optional<Connection> current() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        return current;
    }

    /** Why the last connection was lost, if it never proved good. */
    private synchronized Optional<IOException> lostEarly() {
        return lost.filter(cause -> joined - outage > 0);
    }

    private Connection dialAgain() throws IOException, InterruptedException {
        while (true) {
            IOException failure;
            try {
                return join(redial.dial());
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

    private Connection join(Connection connection) throws IOException {
        byte[] said = new byte[1];
        TimeLimit limit = TimeLimit.of(connection, answer);
        try (Stream stream = Purpose.JOIN.open(connection)) {
            stream.send(new Source.Memory(MemorySegment.ofArray(ticket.bytes())));
            if (stream.receive(new Sink.Memory(MemorySegment.ofArray(said))) < 1) {
                throw new IOException("the peer does not say whether the session goes on");
            }
            if (!limit.met()) {
                throw new IOException("the peer took too long to say whether the session goes on");
            }
            stream.finish();
        } catch (IOException e) {
            connection.close();
            throw e;
        }
        if (said[0] != Purpose.JOINED) {
            connection.close();
            throw new SessionEndedException();
        }
        joined(connection);
        return connection;
    }

    private synchronized void joined(Connection connection) throws IOException {
        if (closed) {
            connection.close();
            throw new ClosedChannelException();
        }
        LOG.info("the session goes on by {}", connection.path());
        joined = System.nanoTime();
        current = Optional.of(connection);
        taken.add(connection.path());
    }

    private void lose(Connection on, IOException cause) {
        synchronized (this) {
            if (closed || current.filter(c -> c == on).isEmpty()) {
                return;
            }
            current = Optional.empty();
            lost = Optional.of(cause);
            long now = System.nanoTime();
            if (now - joined >= PROVEN.toNanos()) {
                outage = now;
                pause = firstPause;
            }
            LOG.warn("{} is lost ({}); other ways to the peer are tried", on.path(), IoReason.of(cause));
        }
        on.close();
    }

    @Override
    public void silent() {
        Optional<Connection> on;
        synchronized (this) {
            on = current;
        }
        on.ifPresent(connection -> {
            if (lasting()) {
                lose(connection, new IOException("nothing comes by it any more"));
            } else {
                connection.close();
            }
        });
    }

    @Override
    public synchronized String report() {
        current.ifPresent(now -> taken.set(taken.size() - 1, now.path())); // it says more the longer it goes on
        String last = taken.getLast();
        return lost.isEmpty()
                ? last
                : last + " (" + String.join(", then ", taken) + "; " + IoReason.of(lost.get()) + ")";
    }

    @Override
    public void close() {
        Optional<Connection> on;
        synchronized (this) {
            closed = true;
            on = current;
        }
        on.ifPresent(Connection::close);
    }
}
