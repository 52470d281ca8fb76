package org.sluice.itest.dummy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.transport.Connection;
import org.sluice.transport.Credentials;
import org.sluice.transport.Endpoint;
import org.sluice.transport.Listener;
import org.sluice.transport.PeerIdentity;
import org.sluice.transport.Stream;
import org.sluice.transport.Transport;
import org.sluice.transport.TransportFeature;

/**
 * The activator of a bundle with the transport {@code pigeon}: TCP at another port, until it goes wrong. Header {@code Pigeon}: in which way.
 */
public final class Pigeon implements BundleActivator {

    /** The ways. */
    public enum Way {
        /** A lane's sending never returns. */
        HANGS_IN_SEND,
        /** A lane's receiving never returns, and what is closed stays open. */
        HANGS_IN_RECEIVE,
        /** Whatever is called never returns, closing included. */
        HANGS_ALTOGETHER,
        /** A byte of a lane arrives as another. */
        FLIPS_A_BYTE,
        /** A chunk is said to be another one. */
        MISDIRECTS,
        /** A lane's sending throws. */
        THROWS,
        /** Dialling never returns. */
        HANGS_IN_CONNECT
    }

    private static final int AWAY = 10_007;

    /** Until it goes wrong. */
    private static final long GOOD = 3 << 20;

    @Override
    public void start(BundleContext context) {
        Way way = Way.valueOf(context.getBundle().getHeaders().get("Pigeon"));
        context.registerService(Transport.class, new Wrong(context, way), null);
    }

    @Override
    public void stop(BundleContext context) {
        // The framework unregisters the service.
    }

    private static void hang() {
        while (true) {
            LockSupport.park();
            Thread.interrupted();
        }
    }

    private record Wrong(BundleContext context, Way way) implements Transport {

        private Transport tcp() throws IOException {
            try {
                for (ServiceReference<Transport> reference :
                        context.getServiceReferences(Transport.class, "(component.name=*Tcp*)")) {
                    return context.getService(reference);
                }
            } catch (InvalidSyntaxException e) {
                throw new IOException(e);
            }
            throw new IOException("no TCP");
        }

        private static Endpoint beside(Endpoint endpoint) {
            int port = endpoint.port() + AWAY;
            return new Endpoint(endpoint.host(), port > 65535 ? port - 50_000 : port);
        }

        @Override
        public String scheme() {
            return "pigeon";
        }

        @Override
        public Set<TransportFeature> features() {
            return EnumSet.of(TransportFeature.REMOTE);
        }

        @Override
        public Connection connect(Endpoint peer, Credentials credentials) throws IOException {
            if (way == Way.HANGS_IN_CONNECT) {
                hang();
            }
            return new Flight(tcp().connect(beside(peer), credentials), way, new AtomicLong());
        }

        @Override
        public Listener listen(Endpoint local, Credentials credentials) throws IOException {
            return new Loft(tcp().listen(beside(local), credentials), local, way);
        }
    }

    private record Loft(Listener listener, Endpoint local, Way way) implements Listener {

        @Override
        public Connection accept() throws IOException {
            return new Flight(listener.accept(), way, new AtomicLong());
        }

        @Override
        public void close() {
            listener.close();
        }
    }

    private record Flight(Connection connection, Way way, AtomicLong carried) implements Connection {

        @Override
        public PeerIdentity peer() {
            return connection.peer();
        }

        @Override
        public String path() {
            return "pigeon";
        }

        @Override
        public Stream open() throws IOException {
            hangAltogether();
            return new Letter(connection.open(), this, new AtomicLong());
        }

        @Override
        public Stream accept() throws IOException {
            Stream stream = connection.accept();
            hangAltogether();
            return new Letter(stream, this, new AtomicLong());
        }

        @Override
        public Optional<Duration> roundTrip() {
            return connection.roundTrip();
        }

        /** All streams together have carried enough. */
        private boolean isTired() {
            return carried.get() > 4 * GOOD;
        }

        private void hangAltogether() {
            if (way == Way.HANGS_ALTOGETHER && isTired()) {
                hang();
            }
        }

        @Override
        public void close() {
            hangAltogether();
            if (way != Way.HANGS_IN_RECEIVE) {
                connection.close();
            }
        }
    }

    private record Letter(Stream stream, Flight flight, AtomicLong written) implements Stream {

        private static final int RANGE_HEADER = 21;
        private static final int OFFSET = 9;
        private static final long CHUNK = 4 << 20;

        private boolean isWrong(Way way, long more) {
            return flight.way() == way && written.addAndGet(more) > GOOD;
        }

        @Override
        public void send(Source source) throws IOException {
            flight.carried().addAndGet(source.length());
            flight.hangAltogether();
            if (isWrong(Way.HANGS_IN_SEND, source.length())) {
                hang();
            }
            if (isWrong(Way.THROWS, source.length())) {
                throw new IllegalStateException("no more grain");
            }
            stream.send(flight.way() == Way.MISDIRECTS ? misdirected(source) : source);
        }

        /** The header of the second chunk of a file becomes that of the third, and the other way round. */
        private static Source misdirected(Source source) throws IOException {
            if (source.length() != RANGE_HEADER) {
                return source;
            }
            byte[] header = new byte[RANGE_HEADER];
            source.copyTo(0, MemorySegment.ofArray(header));
            ByteBuffer fields = ByteBuffer.wrap(header);
            boolean range = header[0] == 2 || header[0] == 4;
            if (range && (fields.getLong(OFFSET) == CHUNK || fields.getLong(OFFSET) == 2 * CHUNK)) {
                fields.putLong(OFFSET, 3 * CHUNK - fields.getLong(OFFSET));
            }
            return new Source.Memory(MemorySegment.ofArray(header));
        }

        @Override
        public long receive(Sink sink) throws IOException {
            flight.carried().addAndGet(sink.length());
            flight.hangAltogether();
            if (isWrong(Way.HANGS_IN_RECEIVE, sink.length())) {
                hang();
            }
            return stream.receive(isWrong(Way.FLIPS_A_BYTE, sink.length()) ? new Flipping(sink) : sink);
        }

        @Override
        public void finish() throws IOException {
            stream.finish();
        }

        @Override
        public void close() {
            flight.hangAltogether();
            if (flight.way() != Way.HANGS_IN_RECEIVE) {
                stream.close();
            }
        }
    }

    private record Flipping(Sink sink) implements Sink.Flow {

        @Override
        public long length() {
            return sink.length();
        }

        @Override
        public void copyFrom(long position, MemorySegment bytes) throws IOException {
            MemorySegment other = MemorySegment.ofArray(bytes.toArray(ValueLayout.JAVA_BYTE));
            if (other.byteSize() > 1000) {
                other.set(ValueLayout.JAVA_BYTE, 500, (byte) (other.get(ValueLayout.JAVA_BYTE, 500) ^ 1));
            }
            sink.copyFrom(position, other);
        }
    }
}
