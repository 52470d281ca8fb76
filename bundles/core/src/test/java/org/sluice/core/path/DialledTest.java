package org.sluice.core.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sluice.core.StreamDouble;
import org.sluice.core.TransportDouble;
import org.sluice.core.dial.Reached;
import org.sluice.core.session.Ticket;
import org.sluice.data.Source;
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

    /** Dials for the test, which has no transport. */
    private interface Dial {
        Connection dial() throws IOException;
    }

    private static Reached reached(Connection connection) {
        return new Reached(new TransportDouble(), connection);
    }

    private static Dialled paths(Connection first, Dial dial, Duration patience, Duration answer) {
        return new Dialled(reached(first), () -> reached(dial.dial()), patience, SOON, answer);
    }

    private static Dialled lasting(Connection first, Dial dial, Duration patience) {
        Dialled paths = paths(first, dial, patience, LONG);
        paths.admitted(Ticket.issue(), true);
        return paths;
    }

    @Test
    void when_the_connection_is_lost_another_joins_the_session_with_its_ticket() throws Exception {
        Line first = new Line("quic");
        StreamDouble join = answering(Purpose.JOINED);
        StreamDouble lane = StreamDouble.open();
        Line second = new Line("tcp+tls", join, lane);
        Ticket ticket = Ticket.issue();
        Dialled paths = paths(first, () -> second, LONG, LONG);
        paths.admitted(ticket, false);

        assertIs(lane, paths.lane());

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
        Dialled paths = paths(new Line("tcp+tls"), lines::remove, LONG, Duration.ofSeconds(1));
        paths.admitted(Ticket.issue(), false);

        assertIs(lane, paths.lane());
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
        Dialled paths = paths(
                new Line("tcp+tls"),
                () -> {
                    throw new AssertionError("dialled");
                },
                LONG,
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

    /** What is sent by one is sent by the other. */
    private static void assertIs(StreamDouble expected, LaneStream lane) throws IOException {
        int before = expected.sent().length;
        lane.send(new Source.Memory(MemorySegment.ofArray(new byte[3])));
        assertEquals(before + 3, expected.sent().length);
        assertEquals(3, lane.travelled().bytes());
    }

    @Test
    void another_path_joins_beside_the_first_and_takes_the_lanes_when_told() throws Exception {
        StreamDouble old = StreamDouble.open();
        StreamDouble later = StreamDouble.open();
        StreamDouble join = answering(Purpose.JOINED);
        Line first = new Line("tcp+tls", old);
        Line second = new Line("quic", join, later);
        Dialled paths = lasting(first, NEVER, LONG);
        LaneStream lane = paths.lane();
        boolean[] left = {false};
        lane.onLeave(() -> left[0] = true);

        PeerPath quic = paths.join(reached(second));

        assertEquals('B', join.sent()[0]);
        assertFalse(left[0], "it takes nothing yet");
        assertTrue(paths.use(quic));
        assertEquals("tcp+tls", paths.report(), "it is only tried");
        assertTrue(left[0], "the lane is to go on by the other");
        assertIs(later, paths.lane());
        assertEquals(1, paths.lanesBeside());
        lane.close();
        assertEquals(0, paths.lanesBeside());
        assertFalse(first.closed);

        paths.settle("quic 2 Mbit/s, tcp+tls 1 Mbit/s; chose quic");

        assertTrue(first.closed);
        assertEquals("quic (quic 2 Mbit/s, tcp+tls 1 Mbit/s; chose quic)", paths.report());
    }

    private static final Dial NEVER = () -> {
        throw new AssertionError("dialled");
    };

    @Test
    void a_path_that_was_not_chosen_ends_and_lanes_go_by_the_first_again() throws Exception {
        StreamDouble again = StreamDouble.open();
        Line first = new Line("tcp+tls", again);
        Line second = new Line("quic", answering(Purpose.JOINED));
        Dialled paths = lasting(first, NEVER, LONG);
        PeerPath tcp = paths.inUse().orElseThrow();
        paths.use(paths.join(reached(second)));

        assertTrue(paths.use(tcp));
        LaneStream lane = paths.lane();
        lane.onLeave(() -> fail("a lane that has just come is to leave"));
        paths.settle("chose tcp");

        assertIs(again, lane);
        assertTrue(second.closed);
        assertEquals("tcp+tls (chose tcp)", paths.report());
    }

    @Test
    void a_path_that_is_lost_while_it_is_tried_leaves_the_first_without_dialling() throws Exception {
        StreamDouble lane = StreamDouble.open();
        Line first = new Line("tcp+tls", lane);
        Line second = new Line("quic", answering(Purpose.JOINED));
        Dialled paths = lasting(first, NEVER, LONG);
        PeerPath quic = paths.join(reached(second));
        paths.use(quic);
        second.close();

        assertIs(lane, paths.lane());

        assertFalse(paths.use(quic), "it is lost");
        assertEquals("tcp+tls (tcp+tls; quic is closed)", paths.report());
    }

    @Test
    void the_control_stream_goes_on_by_the_path_that_was_chosen() throws Exception {
        StreamDouble control = StreamDouble.open();
        Line first = new Line("tcp+tls");
        Dialled paths = lasting(first, NEVER, LONG);
        paths.use(paths.join(reached(new Line("quic", answering(Purpose.JOINED), control))));
        paths.settle("");

        assertSame(control, paths.control(CUT));
        assertEquals("quic", paths.report());
    }

    /** Another way that is there, and what was set aside. */
    private static final class Others implements Redial {

        private final Deque<Line> lines;
        private final List<String> aside = new ArrayList<>();
        private final int most;

        Others(int most, Line... lines) {
            this.most = most;
            this.lines = new ArrayDeque<>(List.of(lines));
        }

        @Override
        public Reached dial() {
            return reached(lines.remove());
        }

        @Override
        public boolean setAside(String scheme, String why) {
            return aside.size() < most && aside.add(scheme);
        }

        @Override
        public String asides() {
            return String.join(", ", aside);
        }
    }

    private static Dialled lasting(Line first, Redial redial) {
        Dialled paths = new Dialled(reached(first), redial, LONG, SOON, LONG);
        paths.admitted(Ticket.issue(), true);
        return paths;
    }

    @Test
    void one_whose_transport_is_wrong_ends_and_the_session_goes_on_by_another() throws Exception {
        StreamDouble lane = StreamDouble.open();
        Line first = new Line("pigeon");
        Others others = new Others(1, new Line("tcp+tls", answering(Purpose.JOINED), lane));
        Dialled paths = lasting(first, others);

        assertTrue(paths.wrong("double", "it lies"));

        assertTrue(first.closed);
        assertIs(lane, paths.lane());
        assertTrue(paths.report().endsWith("; double)"), paths::report);
    }

    @Test
    void the_last_one_stays_whatever_it_does() {
        Line first = new Line("pigeon");
        Dialled paths = lasting(first, new Others(0));

        assertFalse(paths.wrong("double", "it lies"));

        assertFalse(first.closed);
    }

    @Test
    void what_the_peer_has_set_aside_is_dialled_no_more() throws Exception {
        StreamDouble lane = StreamDouble.open();
        Others others = new Others(
                1,
                new Line("pigeon", answering(Purpose.SET_ASIDE)),
                new Line("tcp+tls", answering(Purpose.JOINED), lane));
        Dialled paths = lasting(new Line("pigeon"), others);

        assertIs(lane, paths.lane());

        assertEquals(List.of("double"), others.aside);
    }

    @Test
    void where_the_peer_takes_none_that_there_is_the_session_ends() {
        Dialled paths = lasting(new Line("pigeon"), new Others(0, new Line("pigeon", answering(Purpose.SET_ASIDE))));

        assertThrows(SessionEndedException.class, paths::lane);
    }

    @Test
    void one_more_lane_goes_by_another_way_and_stays_there() throws Exception {
        StreamDouble old = StreamDouble.open();
        StreamDouble more = StreamDouble.open();
        Line second = new Line("quic", answering(Purpose.JOINED), more);
        Dialled paths = lasting(new Line("tcp+tls", old), new Redial() {
            @Override
            public Reached dial() {
                throw new AssertionError("dialled");
            }

            @Override
            public Optional<Reached> dialOther(Set<String> schemes) {
                assertEquals(Set.of("double"), schemes);
                return Optional.of(reached(second));
            }
        });
        paths.lane();

        LaneStream another = paths.another().orElseThrow();

        assertIs(more, another);
        assertFalse(another.isLeaving());
        assertEquals("tcp+tls", paths.inUse().orElseThrow().name());
    }
}
