package org.sluice.core.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sluice.core.StreamDouble;
import org.sluice.core.session.Ticket;
import org.sluice.transport.Connection;
import org.sluice.transport.PeerIdentity;
import org.sluice.transport.PeerRefusedException;
import org.sluice.transport.Stream;

/** How the initiator finds another way to its peer. */
@Timeout(60)
class DialledTest {

    private static final Duration SOON = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final IOException CUT = new IOException("cut");

    /** A connection whose streams the test is the peer of; none can be opened once it is closed. */
    private static class Line implements Connection {

        private final String path;
        private final Deque<StreamDouble> streams = new ArrayDeque<>();
        private final Deque<StreamDouble> opened = new ArrayDeque<>();
        private boolean closed;

        Line(String path, StreamDouble... streams) {
            this.path = path;
            this.streams.addAll(List.of(streams));
        }

        @Override
        public PeerIdentity peer() {
            return new PeerIdentity("0".repeat(64));
        }

        @Override
        public String path() {
            return path;
        }

        @Override
        public Stream open() throws IOException {
            if (closed || streams.isEmpty()) {
                throw new IOException(path + " is closed");
            }
            StreamDouble stream = streams.remove();
            opened.add(stream);
            return stream;
        }

        @Override
        public Stream accept() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            closed = true;
            opened.forEach(StreamDouble::breakOff);
        }
    }

    private static StreamDouble answering(byte answer) {
        return StreamDouble.open().arrive(new byte[] {answer});
    }

    private static Dialled lasting(Connection first, Redial redial, Duration patience) {
        Dialled paths = new Dialled(first, redial, patience, SOON, LONG);
        paths.admitted(Ticket.issue());
        return paths;
    }

    @Test
    void when_the_connection_is_lost_another_joins_the_session_with_its_ticket() throws Exception {
        Line first = new Line("quic");
        StreamDouble join = answering(Purpose.JOINED);
        StreamDouble lane = StreamDouble.open();
        Line second = new Line("tcp+tls", join, lane);
        Ticket ticket = Ticket.issue();
        Dialled paths = new Dialled(first, () -> second, LONG, SOON, LONG);
        paths.admitted(ticket);

        assertSame(lane, paths.lane());

        byte[] shown = new byte[1 + Ticket.LENGTH];
        shown[0] = 'J';
        System.arraycopy(ticket.bytes(), 0, shown, 1, Ticket.LENGTH);
        assertEquals(List.of(box(shown)), List.of(box(join.sent())));
        assertTrue(first.closed);
        assertEquals("tcp+tls (quic, then tcp+tls; quic is closed)", paths.report());
    }

    private static String box(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    void it_is_dialled_again_until_the_peer_can_be_reached() throws Exception {
        StreamDouble control = StreamDouble.open();
        Line second = new Line("tcp+tls", answering(Purpose.JOINED), control);
        int[] attempts = {0};
        Dialled paths = lasting(
                new Line("tcp+tls"),
                () -> {
                    if (++attempts[0] < 5) {
                        throw new ConnectException("refused");
                    }
                    return second;
                },
                LONG);

        assertSame(control, paths.control(CUT));
        assertEquals(5, attempts[0]);
    }

    @Test
    void patience_ends() {
        Dialled paths = lasting(
                new Line("tcp+tls"),
                () -> {
                    throw new ConnectException("refused");
                },
                Duration.ofMillis(50));

        IOException thrown = assertThrows(IOException.class, paths::lane);
        assertTrue(thrown.getMessage().endsWith("refused"), thrown::getMessage);
    }

    @Test
    void connections_that_are_lost_at_once_do_not_last_for_ever() {
        Dialled paths = lasting(
                new Line("tcp+tls"), () -> new Line("tcp+tls", answering(Purpose.JOINED)), Duration.ofMillis(50));

        assertThrows(IOException.class, paths::lane);
    }

    @Test
    void a_peer_that_does_not_say_whether_a_connection_joins_is_dialled_again() throws Exception {
        Line mute = new Line("quic", StreamDouble.open());
        StreamDouble lane = StreamDouble.open();
        Line answering = new Line("tcp+tls", answering(Purpose.JOINED), lane);
        Deque<Line> lines = new ArrayDeque<>(List.of(mute, answering));
        Dialled paths = new Dialled(new Line("tcp+tls"), lines::remove, LONG, SOON, Duration.ofSeconds(1));
        paths.admitted(Ticket.issue());

        assertSame(lane, paths.lane());
        assertTrue(mute.closed);
    }

    @Test
    void a_session_that_the_peer_has_given_up_is_not_looked_for_any_more() {
        Line second = new Line("tcp+tls", answering(Purpose.UNKNOWN));
        Dialled paths = lasting(new Line("tcp+tls"), () -> second, LONG);

        assertThrows(SessionEndedException.class, paths::lane);
        assertTrue(second.closed);
    }

    @Test
    void a_peer_that_trusts_us_no_more_is_not_dialled_again() {
        Dialled paths = lasting(
                new Line("tcp+tls"),
                () -> {
                    throw new PeerRefusedException(PeerRefusedException.By.PEER, "not trusted");
                },
                LONG);

        assertThrows(PeerRefusedException.class, paths::lane);
    }

    @Test
    void without_a_ticket_the_session_ends_with_its_connection() {
        Dialled paths = new Dialled(
                new Line("tcp+tls"),
                () -> {
                    throw new AssertionError("dialled");
                },
                LONG);

        assertFalse(paths.lasting());
        assertThrows(IOException.class, paths::lane);
    }

    @Test
    void a_lane_that_is_interrupted_while_it_opens_has_lost_no_connection() {
        Line first = new Line("tcp+tls") {
            @Override
            public Stream open() throws IOException {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted");
            }
        };
        Dialled paths = lasting(
                first,
                () -> {
                    throw new AssertionError("dialled");
                },
                LONG);

        assertThrows(InterruptedException.class, paths::lane);

        assertTrue(Thread.interrupted());
        assertFalse(first.closed);
        assertEquals("tcp+tls", paths.report());
    }

    @Test
    void closing_ends_the_search() throws Exception {
        Dialled[] paths = new Dialled[1];
        paths[0] = lasting(
                new Line("tcp+tls"),
                () -> {
                    paths[0].close();
                    throw new ConnectException("refused");
                },
                LONG);

        assertThrows(IOException.class, paths[0]::lane);
    }
}
