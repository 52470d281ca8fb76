package org.sluice.core.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluice.core.path.PeerLine.answering;
import static org.sluice.core.path.PeerLine.assertCarries;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sluice.core.StreamDouble;
import org.sluice.core.dial.Reached;
import org.sluice.core.session.Ticket;

/** What the initiator does about a transport that is wrong: it goes by it no more. */
@Timeout(60)
class DialledAsideTest {

    private static final Duration SOON = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofMinutes(5);

    /** Another way that is there, and what was set aside. */
    private static final class Others implements Redial {

        private final Deque<PeerLine> lines;
        private final List<String> aside = new ArrayList<>();
        private final int most;

        Others(int most, PeerLine... lines) {
            this.most = most;
            this.lines = new ArrayDeque<>(List.of(lines));
        }

        @Override
        public Reached dial() {
            return lines.remove().reached();
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

    private static Dialled lasting(PeerLine first, Redial redial) {
        Dialled paths = new Dialled(first.reached(), redial, LONG, SOON, LONG);
        paths.admitted(Ticket.issue(), true);
        return paths;
    }

    @Test
    void one_whose_transport_is_wrong_ends_and_the_session_goes_on_by_another() throws Exception {
        StreamDouble lane = StreamDouble.open();
        PeerLine first = new PeerLine("pigeon");
        Others others = new Others(1, new PeerLine("tcp+tls", answering(Purpose.JOINED), lane));
        Dialled paths = lasting(first, others);

        assertTrue(paths.wrong("double", "it lies"));

        assertTrue(first.isClosed());
        assertCarries(lane, paths.lane());
        assertTrue(paths.report().endsWith("; double)"), paths::report);
    }

    @Test
    void the_last_one_stays_whatever_it_does() {
        PeerLine first = new PeerLine("pigeon");
        Dialled paths = lasting(first, new Others(0));

        assertFalse(paths.wrong("double", "it lies"));

        assertFalse(first.isClosed());
    }

    @Test
    void what_the_peer_has_set_aside_is_dialled_no_more() throws Exception {
        StreamDouble lane = StreamDouble.open();
        Others others = new Others(
                1,
                new PeerLine("pigeon", answering(Purpose.SET_ASIDE)),
                new PeerLine("tcp+tls", answering(Purpose.JOINED), lane));
        Dialled paths = lasting(new PeerLine("pigeon"), others);

        assertCarries(lane, paths.lane());

        assertEquals(List.of("double"), others.aside);
    }

    @Test
    void where_the_peer_takes_none_that_there_is_the_session_ends() {
        Dialled paths =
                lasting(new PeerLine("pigeon"), new Others(0, new PeerLine("pigeon", answering(Purpose.SET_ASIDE))));

        assertThrows(SessionEndedException.class, paths::lane);
    }
}
