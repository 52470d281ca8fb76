package org.sluice.itest;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.sluice.transport.Connection;
import org.sluice.transport.Credentials;
import org.sluice.transport.Endpoint;
import org.sluice.transport.Listener;
import org.sluice.transport.PeerIdentity;
import org.sluice.transport.Stream;
import org.sluice.transport.Transport;
import org.sluice.transport.TransportFeature;

/**
 * A transport whose streams are others that a test makes of them.
 *
 * @param streams makes them; of each it is told whether it was opened for contents, at this end
 */
record OtherStreams(Transport real, BiFunction<Stream, Boolean, Stream> streams) implements Transport {

    @Override
    public String scheme() {
        return real.scheme();
    }

    @Override
    public Set<TransportFeature> features() {
        return real.features();
    }

    @Override
    public Connection connect(Endpoint peer, Credentials credentials) throws IOException {
        return new OtherConnection(real.connect(peer, credentials), streams);
    }

    @Override
    public Listener listen(Endpoint local, Credentials credentials) throws IOException {
        return new OtherListener(real.listen(local, credentials), streams);
    }

    private record OtherListener(Listener real, BiFunction<Stream, Boolean, Stream> streams) implements Listener {

        @Override
        public Endpoint local() {
            return real.local();
        }

        @Override
        public Connection accept() throws IOException {
            return new OtherConnection(real.accept(), streams);
        }

        @Override
        public void close() {
            real.close();
        }
    }

    private record OtherConnection(Connection real, BiFunction<Stream, Boolean, Stream> streams) implements Connection {

        @Override
        public PeerIdentity peer() {
            return real.peer();
        }

        @Override
        public String path() {
            return real.path();
        }

        @Override
        public Optional<Duration> roundTrip() {
            return real.roundTrip();
        }

        @Override
        public Stream open() throws IOException {
            return streams.apply(real.open(), false);
        }

        @Override
        public Stream openForContents() throws IOException {
            return streams.apply(real.openForContents(), true);
        }

        @Override
        public Stream accept() throws IOException {
            return streams.apply(real.accept(), false);
        }

        @Override
        public void close() {
            real.close();
        }
    }
}
