package org.sluice.core.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.sluice.core.path.PeerLine.answering;
import static org.sluice.core.path.PeerLine.assertCarries;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sluice.core.StreamDouble;
import org.sluice.core.dial.Reached;
import org.sluice.core.session.Ticket;
import org.sluice.transport.PeerRefusedException;
import org.sluice.transport.Stream;

/** How the initiator finds another way to its peer. */
@Timeout(60)
class DialledTest {

    private static final Duration SOON = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final IOException CUT = new IOException("cut");

    private static Dialled paths(PeerLine first, Redial redial, Duration patience, Duration answer) {
        return new Dialled(first.reached(), redial, patience, SOON, answer);
    }

    private static Dialled lasting(PeerLine first, Redial redial, Duration patience) {
        Dialled paths = paths(first, redial, patience, LONG);
        paths.admitted(Ticket.issue(), true);
        return paths;
    }

    @Test
    void when_the_connection_is_lost_another_joins_the_session_with_its_ticket() throws Exception {
        PeerLine first = new PeerLine("quic");
        StreamDouble join = answering(Purpose.JOINED);
        StreamDouble lane = StreamDouble.open();
        PeerLine second = new PeerLine("tcp+tls", join, lane);
        Ticket ticket = Ticket.issue();
        Dialled paths = paths(first, second::reached, LONG, LONG);
        paths.admitted(ticket, false);

        assertCarries(lane, paths.lane());

        byte[] shown = new byte[1 + Ticket.LENGTH];
        shown[0] = 'J';
        System.arraycopy(ticket.bytes(), 0, shown, 1, Ticket.LENGTH);
        assertEquals(List.of(box(shown)), List.of(box(join.sent())));
        assertTrue(first.isClosed());
        assertEquals("tcp+tls (quic, then tcp+tls; quic is closed)", paths.report());
    }

    private static String box(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    void it_is_dialled_again_until_the_peer_can_be_reached() throws Exception {
        StreamDouble control = StreamDouble.open();
        PeerLine second = new PeerLine("tcp+tls", answering(Purpose.JOINED), control);
        int[] attempts = {0};
        Dialled paths = lasting(
                new PeerLine("tcp+tls"),
                () -> {
                    if (++attempts[0] < 5) {
                        throw new ConnectException("refused");
                    }
                    return second.reached();
                },
                LONG);

        assertSame(control, paths.control(CUT));
        assertEquals(5, attempts[0]);
    }

    @Test
    void patience_ends() {
        Dialled paths = lasting(
                new PeerLine("tcp+tls"),
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
                new PeerLine("tcp+tls"),
                () -> new PeerLine("tcp+tls", answering(Purpose.JOINED)).reached(),
                Duration.ofMillis(50));

        assertThrows(IOException.class, paths::lane);
    }

    @Test
    void a_peer_that_does_not_say_whether_a_connection_joins_is_dialled_again() throws Exception {
        PeerLine mute = new PeerLine("quic", StreamDouble.open());
        StreamDouble lane = StreamDouble.open();
        PeerLine answering = new PeerLine("tcp+tls", answering(Purpose.JOINED), lane);
        Deque<PeerLine> lines = new ArrayDeque<>(List.of(mute, answering));
        Dialled paths = paths(new PeerLine("tcp+tls"), () -> lines.remove().reached(), LONG, Duration.ofSeconds(1));
        paths.admitted(Ticket.issue(), false);

        assertCarries(lane, paths.lane());
        assertTrue(mute.isClosed());
    }

    @Test
    void a_session_that_the_peer_has_given_up_is_not_looked_for_any_more() {
        PeerLine second = new PeerLine("tcp+tls", answering(Purpose.UNKNOWN));
        Dialled paths = lasting(new PeerLine("tcp+tls"), second::reached, LONG);

        assertThrows(SessionEndedException.class, paths::lane);
        assertTrue(second.isClosed());
    }

    @Test
    void a_peer_that_trusts_us_no_more_is_not_dialled_again() {
        Dialled paths = lasting(
                new PeerLine("tcp+tls"),
                () -> {
                    throw new PeerRefusedException(PeerRefusedException.By.PEER, "not trusted");
                },
                LONG);

        assertThrows(PeerRefusedException.class, paths::lane);
    }

    @Test
    void without_a_ticket_the_session_ends_with_its_connection() {
        Dialled paths = paths(
                new PeerLine("tcp+tls"),
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
        PeerLine first = new PeerLine("tcp+tls") {
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
        assertFalse(first.isClosed());
        assertEquals("tcp+tls", paths.report());
    }

    @Test
    void closing_ends_the_search() throws Exception {
        Dialled[] paths = new Dialled[1];
        paths[0] = lasting(
                new PeerLine("tcp+tls"),
                () -> {
                    paths[0].close();
                    throw new ConnectException("refused");
                },
                LONG);

        assertThrows(IOException.class, paths[0]::lane);
    }

    @Test
    void another_path_joins_beside_the_first_and_takes_the_lanes_when_told() throws Exception {
        StreamDouble old = StreamDouble.open();
        StreamDouble later = StreamDouble.open();
        StreamDouble join = answering(Purpose.JOINED);
        PeerLine first = new PeerLine("tcp+tls", old);
        PeerLine second = new PeerLine("quic", join, later);
        Dialled paths = lasting(first, NEVER, LONG);
        LaneStream lane = paths.lane();
        boolean[] left = {false};
        lane.onLeave(() -> left[0] = true);

        PeerPath quic = paths.join(second.reached());

        assertEquals('B', join.sent()[0]);
        assertFalse(left[0], "it takes nothing yet");
        assertTrue(paths.use(quic));
        assertEquals("tcp+tls", paths.report(), "it is only tried");
        assertTrue(left[0], "the lane is to go on by the other");
        assertCarries(later, paths.lane());
        assertEquals(1, paths.lanesBeside());
        lane.close();
        assertEquals(0, paths.lanesBeside());
        assertFalse(first.isClosed());

        paths.settle("quic 2 Mbit/s, tcp+tls 1 Mbit/s; chose quic");

        assertTrue(first.isClosed());
        assertEquals("quic (quic 2 Mbit/s, tcp+tls 1 Mbit/s; chose quic)", paths.report());
    }

    private static final Redial NEVER = () -> {
        throw new AssertionError("dialled");
    };

    @Test
    void a_path_that_was_not_chosen_ends_and_lanes_go_by_the_first_again() throws Exception {
        StreamDouble again = StreamDouble.open();
        PeerLine first = new PeerLine("tcp+tls", again);
        PeerLine second = new PeerLine("quic", answering(Purpose.JOINED));
        Dialled paths = lasting(first, NEVER, LONG);
        PeerPath tcp = paths.inUse().orElseThrow();
        paths.use(paths.join(second.reached()));

        assertTrue(paths.use(tcp));
        LaneStream lane = paths.lane();
        lane.onLeave(() -> fail("a lane that has just come is to leave"));
        paths.settle("chose tcp");

        assertCarries(again, lane);
        assertTrue(second.isClosed());
        assertEquals("tcp+tls (chose tcp)", paths.report());
    }

    @Test
    void a_path_that_is_lost_while_it_is_tried_leaves_the_first_without_dialling() throws Exception {
        StreamDouble lane = StreamDouble.open();
        PeerLine first = new PeerLine("tcp+tls", lane);
        PeerLine second = new PeerLine("quic", answering(Purpose.JOINED));
        Dialled paths = lasting(first, NEVER, LONG);
        PeerPath quic = paths.join(second.reached());
        paths.use(quic);
        second.close();

        assertCarries(lane, paths.lane());

        assertFalse(paths.use(quic), "it is lost");
        assertEquals("tcp+tls (tcp+tls; quic is closed)", paths.report());
    }

    @Test
    void the_control_stream_goes_on_by_the_path_that_was_chosen() throws Exception {
        StreamDouble control = StreamDouble.open();
        PeerLine first = new PeerLine("tcp+tls");
        Dialled paths = lasting(first, NEVER, LONG);
        paths.use(paths.join(new PeerLine("quic", answering(Purpose.JOINED), control).reached()));
        paths.settle("");

        assertSame(control, paths.control(CUT));
        assertEquals("quic", paths.report());
    }

    @Test
    void one_more_lane_goes_by_another_way_and_stays_there() throws Exception {
        StreamDouble old = StreamDouble.open();
        StreamDouble more = StreamDouble.open();
        PeerLine second = new PeerLine("quic", answering(Purpose.JOINED), more);
        Redial other = new Redial() {
            @Override
            public Reached dial() {
                throw new AssertionError("dialled");
            }

            @Override
            public Optional<Reached> dialOther(Set<String> schemes) {
                assertEquals(Set.of("double"), schemes);
                return Optional.of(second.reached());
            }
        };
        Dialled paths = lasting(new PeerLine("tcp+tls", old), other, LONG);
        paths.lane();

        LaneStream lane = paths.another().orElseThrow();

        assertCarries(more, lane);
        assertFalse(lane.isLeaving());
        assertEquals("tcp+tls", paths.inUse().orElseThrow().name());
    }
}
