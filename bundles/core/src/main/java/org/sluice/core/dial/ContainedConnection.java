package org.sluice.core.dial;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.core.swap.ProviderGoneException;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.transport.Connection;
import org.sluice.transport.PeerIdentity;
import org.sluice.transport.Stream;

/** A connection whose transport may be wrong: what it throws beside what it may costs this connection, and the session goes on by another. */
public final class ContainedConnection implements Connection {

    private static final Logger LOG = LoggerFactory.getLogger(ContainedConnection.class);

    private final Connection connection;

    /** Passes every call on. */
    public ContainedConnection(Connection connection) {
        this.connection = connection;
    }

    @FunctionalInterface
    private interface Call<T> {
        T make() throws IOException;
    }

    private <T> T contained(Call<T> call) throws IOException {
        try {
            return call.make();
        } catch (ProviderGoneException ours) {
            throw ours;
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("the transport {} is wrong, and one of its connections is given up", connection.path(), e);
            close();
            throw new IOException("the transport " + connection.path() + " is wrong: " + e, e);
        }
    }

    private static void close(Runnable closing) {
        try {
            closing.run();
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("a transport is wrong: what it has opened does not close", e);
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
        return contained(() -> new Contained(connection.open()));
    }

    @Override
    public Stream openForContents() throws IOException {
        return contained(() -> new Contained(connection.openForContents()));
    }

    @Override
    public Stream accept() throws IOException {
        return contained(() -> new Contained(connection.accept()));
    }

    @Override
    public Optional<Duration> roundTrip() {
        return connection.roundTrip();
    }

    @Override
    public void close() {
        close(connection::close);
    }

    private final class Contained implements Stream {

        private final Stream stream;

        private Contained(Stream stream) {
            this.stream = stream;
        }

        @Override
        public void send(Source source) throws IOException {
            contained(() -> {
                stream.send(source);
                return true;
            });
        }

        @Override
        public long receive(Sink sink) throws IOException {
            return contained(() -> stream.receive(sink));
        }

        @Override
        public void finish() throws IOException {
            contained(() -> {
                stream.finish();
                return true;
            });
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
            ContainedConnection.close(stream::close);
        }
    }
}
