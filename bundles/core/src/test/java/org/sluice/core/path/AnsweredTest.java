package org.sluice.core.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sluice.core.Condition;
import org.sluice.core.StreamDouble;
import org.sluice.core.session.Ticket;
import org.sluice.transport.Connection;
import org.sluice.transport.PeerIdentity;
import org.sluice.transport.Stream;

/** Which connections join the session of a responder. */
@Timeout(60)
class AnsweredTest {

    private static final int MOST = 8;

    /** By which no stream comes. */
    private static final class Idle implements Connection {

        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public PeerIdentity peer() {
            return new PeerIdentity("0".repeat(64));
        }

        @Override
        public String path() {
            return "idle";
        }

        @Override
        public Stream open() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Stream accept() throws IOException {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new ClosedChannelException();
        }

        @Override
        public void close() {
            closed.countDown();
        }

        boolean isClosed() {
            return closed.getCount() == 0;
        }
    }

    private final Idle first = new Idle();
    private final Answered paths = new Answered(first, Duration.ofMinutes(1));
    private final Ticket ticket = paths.admit();

    @AfterEach
    void end() {
        paths.close();
    }

    private byte[] answered(Join join) throws IOException {
        StreamDouble stream = StreamDouble.open().end();
        join.join(stream);
        return stream.sent();
    }

    private interface Join {
        void join(Stream stream) throws IOException;
    }

    private void assertAnswer(byte answer, Join join) throws IOException {
        byte[] said = answered(join);
        assertEquals(1, said.length);
        assertEquals(answer, said[0]);
    }

    @Test
    void so_many_connections_may_be_compared_and_no_more() throws Exception {
        List<Idle> others = new ArrayList<>();
        for (int i = 1; i < MOST; i++) {
            Idle other = new Idle();
            others.add(other);
            assertAnswer(Purpose.JOINED, stream -> paths.joinBeside(other, stream));
        }
        Idle tooMany = new Idle();
        tooMany.close(); // as its peer does when it is told

        assertAnswer(Purpose.UNKNOWN, stream -> paths.joinBeside(tooMany, stream));

        assertFalse(first.isClosed());
        assertTrue(others.stream().noneMatch(Idle::isClosed));
    }

    @Test
    void one_that_replaces_them_joins_however_many_there_are() throws Exception {
        for (int i = 1; i < MOST; i++) {
            Idle other = new Idle();
            assertAnswer(Purpose.JOINED, stream -> paths.joinBeside(other, stream));
        }
        Idle next = new Idle();

        assertTrue(paths.admits(next, ticket));
        assertAnswer(Purpose.JOINED, stream -> paths.join(next, stream));

        Condition.met("those before are ended", first::isClosed);
        assertFalse(next.isClosed());
    }
}
