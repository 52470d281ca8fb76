package org.sluice.core.dial;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.transport.Stream;

/**
 * A stream of a {@link ContainedConnection}. Its calls are made by the thread that asks for them; when they have not ended a while after
 * the stream or its connection was closed, they are left behind, which whoever wants to know is told.
 */
public final class ContainedStream implements Stream, Ending.Closed {

    private final ContainedConnection connection;
    private final Stream stream;
    private final Passage sending;
    private final Passage receiving;
    private final List<Consumer<Thread>> told = new ArrayList<>();
    private final List<Thread> left = new ArrayList<>();
    private volatile boolean closed;

    ContainedStream(ContainedConnection connection, Stream stream) {
        this.connection = connection;
        this.stream = stream;
        this.sending = new Passage(connection.scheme());
        this.receiving = new Passage(connection.scheme());
    }

    /** Tells which thread is left behind, once for each; at once of those that are already. */
    public void onForsaken(Consumer<Thread> listener) {
        List<Thread> before;
        synchronized (this) {
            told.add(listener);
            before = List.copyOf(left);
        }
        before.forEach(listener);
    }

    /** The same stream for what is not contents: each call is made in a thread of its own, and whoever waits for it never is left behind. */
    public Stream loose() {
        return new LooseStream(this, connection.messages());
    }

    /** Whether a thread is in the transport with a call of this stream. */
    public boolean holds(Thread thread) {
        return sending.holds(thread) || receiving.holds(thread);
    }

    private void check() throws ClosedChannelException {
        if (closed || connection.isClosed()) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public void send(Source source) throws IOException {
        pass(sending, () -> {
            stream.send(sending.around(source));
            return 0L;
        });
    }

    @Override
    public long receive(Sink sink) throws IOException {
        return pass(receiving, () -> stream.receive(receiving.around(sink)));
    }

    @Override
    public void finish() throws IOException {
        pass(sending, () -> {
            stream.finish();
            return 0L;
        });
    }

    private long pass(Passage passage, Detached.Call<Long> call) throws IOException {
        return connection.contained(() -> {
            passage.enter();
            try {
                check();
                return call.make();
            } finally {
                passage.leave();
            }
        });
    }

    @Override
    public boolean isBusy() {
        return sending.isBusy() || receiving.isBusy();
    }

    @Override
    public void forsake() {
        forsake(sending);
        forsake(receiving);
    }

    private void forsake(Passage passage) {
        Optional<Thread> thread = passage.forsake();
        if (thread.isPresent()) {
            List<Consumer<Thread>> listeners;
            synchronized (this) {
                left.add(thread.get());
                listeners = List.copyOf(told);
            }
            connection.hangs();
            listeners.forEach(listener -> listener.accept(thread.get()));
        }
    }

    @Override
    public boolean inClear() {
        return stream.inClear();
    }

    @Override
    public boolean sendsFiles() {
        return stream.sendsFiles();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            connection.close(stream::close);
            connection.forget(this);
            Ending.of(this, connection.grace());
        }
    }
}
