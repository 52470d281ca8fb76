package org.sluice.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sluice.core.path.Answered;
import org.sluice.core.path.SetAside;
import org.sluice.core.session.Message;
import org.sluice.io.RelPath;
import org.sluice.transport.Stream;

/** Which session gives up when others want a place. */
@Timeout(60)
class LiveSessionsTest {

    private final LiveSessions sessions = new LiveSessions();
    private final List<Answered> all = new ArrayList<>();

    /** One that its peer has asked for. */
    private Answered begun(String path) {
        IdleConnection connection = new IdleConnection();
        Answered paths = new Answered(connection, Duration.ofMinutes(1), new SetAside(List::of));
        all.add(paths);
        sessions.enter(
                connection.peer(),
                new Message.Request(Message.Direction.PUSH, "in", RelPath.parse(path), false, false),
                paths);
        return paths;
    }

    private static FutureTask<Stream> lost(Answered paths) throws Exception {
        FutureTask<Stream> waiting = new FutureTask<>(() -> paths.control(new IOException("the cable is out")));
        Thread.ofPlatform().start(waiting);
        Condition.met("it waits for its peer", () -> paths.isAlone());
        return waiting;
    }

    @AfterEach
    void end() {
        all.forEach(Answered::close);
    }

    @Test
    void the_one_that_has_waited_longest_for_its_peer_gives_up_first() throws Exception {
        Answered busy = begun("busy");
        Answered late = begun("late");
        Answered early = begun("early");
        FutureTask<Stream> longest = lost(early);
        FutureTask<Stream> shorter = lost(late);

        assertTrue(sessions.giveUpLongestAlone());
        ExecutionException ended = assertThrows(ExecutionException.class, longest::get);
        assertEquals("the cable is out", ended.getCause().getMessage());
        assertFalse(shorter.isDone(), "a control: the other waits on");

        assertTrue(sessions.giveUpLongestAlone());
        assertThrows(ExecutionException.class, shorter::get);

        assertFalse(sessions.giveUpLongestAlone(), "the last has its peer");
        assertTrue(busy.admits(new IdleConnection(), busy.admit()), "and goes on");
    }
}
