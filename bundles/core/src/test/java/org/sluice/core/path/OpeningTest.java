package org.sluice.core.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sluice.core.StreamDouble;
import org.sluice.core.session.ProtocolException;
import org.sluice.transport.Connection;
import org.sluice.transport.PeerIdentity;
import org.sluice.transport.Stream;

@Timeout(60)
class OpeningTest {

    private static final Duration SOON = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofMinutes(5);

    /** Its peer opens one stream, or none until it is closed. */
    private record Arriving(Optional<StreamDouble> first, CountDownLatch closed) implements Connection {

        static Arriving with(StreamDouble first) {
            return new Arriving(Optional.of(first), new CountDownLatch(1));
        }

        static Arriving silent() {
            return new Arriving(Optional.empty(), new CountDownLatch(1));
        }

        @Override
        public PeerIdentity peer() {
            return new PeerIdentity("0".repeat(64));
        }

        @Override
        public String path() {
            return "arriving";
        }

        @Override
        public Stream open() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Stream accept() throws IOException {
            if (first.isPresent()) {
                return first.get();
            }
            try {
                closed.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            throw new ClosedChannelException();
        }

        @Override
        public void close() {
            closed.countDown();
            first.ifPresent(StreamDouble::close);
        }
    }

    @Test
    void what_is_no_content_is_not_taken_in_clear() throws Exception {
        for (char purpose : "CJ".toCharArray()) {
            StreamDouble clear = StreamDouble.clear().arrive(new byte[] {(byte) purpose});

            assertThrows(ProtocolException.class, () -> Purpose.of(clear));
        }
        assertEquals(Purpose.LANE, Purpose.of(StreamDouble.clear().arrive(new byte[] {'L'})));
    }

    @Test
    void a_peer_says_first_what_a_stream_is_for() throws Exception {
        StreamDouble stream = StreamDouble.open().arrive(new byte[] {'J'});

        Opening opening = Opening.of(Arriving.with(stream), LONG);

        assertSame(stream, opening.stream());
        assertEquals(Purpose.JOIN, opening.purpose());
    }

    @Test
    void another_letter_breaks_the_protocol() {
        StreamDouble stream = StreamDouble.open().arrive(new byte[] {'X'});

        assertThrows(ProtocolException.class, () -> Opening.of(Arriving.with(stream), LONG));
    }

    @Test
    void who_opens_no_stream_is_let_go() {
        assertThrows(IOException.class, () -> Opening.of(Arriving.silent(), SOON));
    }

    @Test
    void who_opens_a_stream_and_says_nothing_is_let_go() {
        assertThrows(IOException.class, () -> Opening.of(Arriving.with(StreamDouble.open()), SOON));
    }
}
