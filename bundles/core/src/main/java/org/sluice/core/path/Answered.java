package org.sluice.core.path;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.core.dial.ContainedConnection;
import org.sluice.core.session.ProtocolException;
import org.sluice.core.session.Ticket;
import org.sluice.core.swap.Once;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.transport.Connection;
import org.sluice.transport.Stream;

/** The responder's paths, which the peer has dialled: it takes the streams that come by any connection of the session. */
public final class Answered implements Paths {

    private static final Logger LOG = LoggerFactory.getLogger(Answered.class);

    /** As many as any session may have. */
    private static final int LANES = 256;

    /** Connections of a session at a time: the one in use, and some to compare it with. */
    private static final int CONNECTIONS = 8;

    private final Duration patience;
    private final SetAside aside;
    private final BlockingQueue<LaneStream> lanes = new ArrayBlockingQueue<>(LANES);
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final Connection first;
    private volatile Connection latest;
    private volatile Ticket ticket = Ticket.NONE;
    private volatile boolean closed;
    private Optional<Stream> control = Optional.empty();
    private boolean alone;
    private long lost;

    /**
     * Begins with a connection whose control stream has been accepted.
     *
     * @param patience how long is waited for another when all are lost
     * @param aside by what none may join
     */
    public Answered(Connection first, Duration patience, SetAside aside) {
        this.first = first;
        this.aside = aside;
        this.latest = first;
        this.patience = patience;
        take(first);
    }

    /** Further connections of the same peer may join; the ticket that they show. */
    public Ticket admit() {
        ticket = patience.isPositive() ? Ticket.issue() : Ticket.NONE;
        return ticket;
    }

    /** Whether {@code connection}, which shows {@code shown}, may join. */
    public boolean admits(Connection connection, Ticket shown) {
        return ticket.admits() && ticket.equals(shown) && first.peer().equals(connection.peer()) && !closed;
    }

    /** A connection joins, which the peer is told on {@code stream}; it has given up those before. */
    public void join(Connection connection, Stream stream) throws IOException {
        if (aside.contains(ContainedConnection.schemeOf(connection))) {
            turnAway(connection, stream, Purpose.SET_ASIDE);
            return;
        }
        latest = connection;
        take(connection);
        answer(stream, Purpose.JOINED);
        for (Connection other : connections) {
            if (other != connection) {
                other.close();
            }
        }
    }

    /** A connection joins, beside those that there are, which the peer is told on {@code stream}; unless there are too many. */
    public void joinBeside(Connection connection, Stream stream) throws IOException {
        if (aside.contains(ContainedConnection.schemeOf(connection))) {
            turnAway(connection, stream, Purpose.SET_ASIDE);
            return;
        }
        if (connections.size() >= CONNECTIONS) {
            refuse(connection, stream);
            return;
        }
        take(connection);
        answer(stream, Purpose.JOINED);
    }

    /** A connection may not join; its peer, told so on {@code stream}, ends it. */
    public static void refuse(Connection connection, Stream stream) throws IOException {
        turnAway(connection, stream, Purpose.UNKNOWN);
    }

    private static void turnAway(Connection connection, Stream stream, byte why) throws IOException {
        answer(stream, why);
        try {
            connection.accept().close();
        } catch (IOException ended) {
            // As it should.
        } finally {
            connection.close();
        }
    }

    private static void answer(Stream stream, byte answer) throws IOException {
        try (stream) {
            stream.send(new Source.Memory(MemorySegment.ofArray(new byte[] {answer})));
            stream.finish();
            awaitHeard(stream);
        }
    }

    private static void awaitHeard(Stream stream) {
        try {
            stream.receive(new Sink.Memory(MemorySegment.ofArray(new byte[1])));
        } catch (IOException closed) {
            // The peer has let go of it, whatever it has heard.
        }
    }

    private void take(Connection connection) {
        connections.add(connection);
        if (connection instanceof ContainedConnection contained) {
            contained.onWrong(why -> wrong(contained, why));
        }
        if (closed) {
            connection.close();
        }
        Thread.ofVirtual().name("sluice-streams").start(new Once(() -> accept(connection)));
    }

    private void accept(Connection connection) {
        try {
            while (true) {
                Stream stream = connection.accept();
                switch (Purpose.of(stream)) {
                    case LANE -> offer(new LaneStream(ContainedConnection.schemeOf(connection), stream, () -> {}));
                    case CONTROL -> {
                        latest = connection;
                        goesOn(ContainedConnection.loose(stream));
                    }
                    case JOIN, BESIDE -> throw new ProtocolException("a connection joins twice");
                }
            }
        } catch (IOException ended) {
            LOG.debug("nothing more comes by {}", connection.path(), ended);
            connection.close();
        } finally {
            connections.remove(connection);
        }
    }

    private void wrong(ContainedConnection connection, String why) {
        if (!closed) {
            wrong(ContainedConnection.schemeOf(connection), why);
        }
    }

    @Override
    public boolean wrong(String scheme, String why) {
        if (!lasting() || !aside.add(scheme, why)) {
            return false;
        }
        for (Connection connection : connections) {
            if (ContainedConnection.schemeOf(connection).equals(scheme)) {
                connection.close();
            }
        }
        return true;
    }

    private void offer(LaneStream lane) {
        if (!lanes.offer(lane)) {
            lane.close();
        }
    }

    private synchronized void goesOn(Stream by) {
        control.ifPresent(Stream::close);
        control = Optional.of(by);
        notifyAll();
    }

    /** Whether the peer has been lost, and is waited for. */
    public synchronized boolean isAlone() {
        return alone;
    }

    /**
     * How long a peer that was lost has been waited for; empty when it is here, or waited for no longer.
     *
     * @param now by {@link System#nanoTime}
     */
    public synchronized Optional<Duration> alone(long now) {
        return alone && !closed ? Optional.of(Duration.ofNanos(now - lost)) : Optional.empty();
    }

    @Override
    public boolean lasting() {
        return ticket.admits();
    }

    @Override
    public LaneStream lane() throws InterruptedException {
        return lanes.take();
    }

    @Override
    public synchronized Stream control(IOException cause) throws IOException, InterruptedException {
        lost = System.nanoTime();
        alone = true;
        try {
            while (control.isEmpty()) {
                long left = patience.toMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lost);
                if (closed || left <= 0) {
                    throw cause;
                }
                wait(left);
            }
            Stream next = control.get();
            control = Optional.empty();
            return next;
        } finally {
            alone = false;
        }
    }

    @Override
    public void silent() {
        latest.close();
    }

    @Override
    public String report() {
        return latest.path();
    }

    @Override
    public void close() {
        closed = true;
        synchronized (this) {
            notifyAll();
        }
        connections.forEach(Connection::close);
    }
}
