package org.sluice.core.dial;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.core.swap.Once;
import org.sluice.core.swap.ProviderGoneException;
import org.sluice.transport.Connection;
import org.sluice.transport.PeerIdentity;
import org.sluice.transport.Stream;

/**
 * A connection whose transport may be wrong: what it throws beside what it may, and a call that does not end a while after it was closed,
 * costs this connection, and the session goes on by another.
 */
public final class ContainedConnection implements Connection {

    private static final Logger LOG = LoggerFactory.getLogger(ContainedConnection.class);

    /** Said of one whose calls had to be left behind. */
    public static final String HANGS = "it hangs";

    private final String scheme;
    private final Connection connection;
    private final Duration grace;
    private final Detached openings;
    private final Detached messages;
    private final Set<ContainedStream> streams = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicBoolean hanging = new AtomicBoolean();
    private final Set<Consumer<String>> listeners = ConcurrentHashMap.newKeySet();
    private volatile Optional<String> wrong = Optional.empty();

    /** Passes every call on, to a connection by the transport of this scheme. */
    public ContainedConnection(String scheme, Connection connection) {
        this(scheme, connection, Ending.GRACE);
    }

    /** One whose calls are left behind so long after it was closed. */
    public ContainedConnection(String scheme, Connection connection, Duration grace) {
        this.scheme = scheme;
        this.connection = connection;
        this.grace = grace;
        this.openings = new Detached(
                scheme,
                grace,
                Thread.ofPlatform().daemon().name("sluice-open-" + scheme).factory());
        this.messages = new Detached(
                scheme,
                grace,
                Thread.ofVirtual().name("sluice-message-" + scheme).factory());
    }

    /** By which transport a connection goes: its scheme, as far as that is known. */
    public static String schemeOf(Connection connection) {
        return connection instanceof ContainedConnection contained ? contained.scheme : connection.path();
    }

    /** A stream for what is not contents, whose transport may hang without holding up whoever calls it. */
    public static Stream loose(Stream stream) {
        return stream instanceof ContainedStream contained ? contained.loose() : stream;
    }

    String scheme() {
        return scheme;
    }

    Duration grace() {
        return grace;
    }

    Detached messages() {
        return messages;
    }

    boolean isClosed() {
        return closed.get();
    }

    /** Tells, once, how the transport does not keep its contract, whatever the peer does; which of its calls had to be left behind, say. */
    public void onWrong(Consumer<String> listener) {
        listeners.add(listener);
        wrong.ifPresent(why -> tell(listener, why));
    }

    private void wrong(String why) {
        synchronized (this) {
            if (wrong.isPresent()) {
                return;
            }
            wrong = Optional.of(why);
        }
        listeners.forEach(listener -> tell(listener, why));
    }

    private void tell(Consumer<String> listener, String why) {
        if (listeners.remove(listener)) {
            listener.accept(why);
        }
    }

    void hangs() {
        if (!hanging.getAndSet(true)) {
            LOG.warn(
                    "the transport {} hangs: a call did not end within {} s of the end of its connection, and is left behind",
                    scheme,
                    grace.toSeconds());
        }
        wrong(HANGS);
    }

    <T> T contained(Detached.Call<T> call) throws IOException {
        try {
            return call.make();
        } catch (ProviderGoneException ours) {
            throw ours;
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("the transport {} is wrong, and one of its connections is given up", scheme, e);
            close();
            if (e instanceof RuntimeException) { // what lacks a class is being exchanged
                wrong("it throws " + e);
            }
            throw new IOException("the transport " + scheme + " is wrong: " + e, e);
        }
    }

    /** Waits a while for something of the transport to close. */
    void close(Runnable closing) {
        CountDownLatch done = new CountDownLatch(1);
        Thread.ofPlatform().daemon().name("sluice-close-" + scheme).start(new Once(() -> {
            try {
                closing.run();
            } catch (RuntimeException | LinkageError e) {
                LOG.warn("the transport {} is wrong: what it has opened does not close", scheme, e);
            } finally {
                done.countDown();
            }
        }));
        boolean interrupted = Thread.interrupted(); // which it is not to be told: what is closed is closed
        try {
            if (!done.await(grace.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.warn("the transport {} takes long to close what it has opened, which is not waited for", scheme);
            }
        } catch (InterruptedException e) {
            interrupted = true; // it closes by itself
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public PeerIdentity peer() {
        return connection.peer();
    }

    @Override
    public String path() {
        return connection.path();
    }

    @Override
    public Stream open() throws IOException {
        return open(connection::open).loose();
    }

    @Override
    public Stream openForContents() throws IOException {
        return open(connection::openForContents);
    }

    private ContainedStream open(Detached.Call<Stream> call) throws IOException {
        if (isClosed()) {
            throw new ClosedChannelException();
        }
        return added(contained(() -> openings.make(call, late -> close(late::close))));
    }

    @Override
    public Stream accept() throws IOException {
        return added(contained(connection::accept));
    }

    private ContainedStream added(Stream stream) {
        ContainedStream contained = new ContainedStream(this, stream);
        streams.add(contained);
        return contained;
    }

    void forget(ContainedStream stream) {
        streams.remove(stream);
    }

    @Override
    public Optional<Duration> roundTrip() {
        return connection.roundTrip();
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        close(connection::close);
        streams.forEach(stream -> Ending.of(stream, grace));
        Ending.of(openings, grace);
        Ending.of(messages, grace);
    }
}
