package org.sluice.core.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sluice.core.Condition;
import org.sluice.core.IdleConnection;
import org.sluice.core.StreamDouble;
import org.sluice.core.session.Ticket;
import org.sluice.transport.Stream;

/** Which connections join the session of a responder. */
@Timeout(60)
class AnsweredTest {

    private static final int MOST = 8;

    private final IdleConnection first = new IdleConnection();
    private final Answered paths = new Answered(first, Duration.ofMinutes(1), new SetAside(List::of));
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
        List<IdleConnection> others = new ArrayList<>();
        for (int i = 1; i < MOST; i++) {
            IdleConnection other = new IdleConnection();
            others.add(other);
            assertAnswer(Purpose.JOINED, stream -> paths.joinBeside(other, stream));
        }
        IdleConnection tooMany = new IdleConnection();
        tooMany.close(); // as its peer does when it is told

        assertAnswer(Purpose.UNKNOWN, stream -> paths.joinBeside(tooMany, stream));

        assertFalse(first.isClosed());
        assertTrue(others.stream().noneMatch(IdleConnection::isClosed));
    }

    @Test
    void one_that_replaces_them_joins_however_many_there_are() throws Exception {
        for (int i = 1; i < MOST; i++) {
            IdleConnection other = new IdleConnection();
            assertAnswer(Purpose.JOINED, stream -> paths.joinBeside(other, stream));
        }
        IdleConnection next = new IdleConnection();

        assertTrue(paths.admits(next, ticket));
        assertAnswer(Purpose.JOINED, stream -> paths.join(next, stream));

        Condition.met("those before are ended", first::isClosed);
        assertFalse(next.isClosed());
    }

    @Test
    void whoever_has_lost_its_peer_says_how_long_it_waits_until_it_does_so_no_more() throws Exception {
        FutureTask<Stream> waiting = new FutureTask<>(() -> paths.control(new IOException("the cable is out")));

        assertEquals(Optional.empty(), paths.alone(System.nanoTime()), "a control: nothing is lost yet");
        Thread.ofPlatform().start(waiting);
        Condition.met("it waits", () -> paths.isAlone());
        assertTrue(paths.alone(System.nanoTime()).isPresent());
        paths.close();

        assertEquals(Optional.empty(), paths.alone(System.nanoTime()));
        ExecutionException lost = assertThrows(ExecutionException.class, waiting::get);
        assertEquals("the cable is out", lost.getCause().getMessage());
    }

    @Test
    void what_was_wrong_ends_and_joins_no_more() throws Exception {
        IdleConnection pigeon = new IdleConnection();
        Answered two = new Answered(pigeon, Duration.ofMinutes(1), new SetAside(() -> List.of("idle", "tcp")));
        two.admit();

        assertTrue(two.wrong("idle", "it lies"));

        assertTrue(pigeon.isClosed());
        IdleConnection again = new IdleConnection();
        again.close(); // as its peer does when it is told
        assertAnswer(Purpose.SET_ASIDE, stream -> two.joinBeside(again, stream));
        assertAnswer(Purpose.SET_ASIDE, stream -> two.join(again, stream));
        two.close();
    }

    @Test
    void the_last_transport_stays() {
        assertFalse(paths.wrong("idle", "it lies"));
        assertFalse(first.isClosed());
    }
}
