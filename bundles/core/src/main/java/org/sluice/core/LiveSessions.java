package org.sluice.core;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.core.path.Answered;
import org.sluice.core.session.Message;
import org.sluice.core.session.ProtocolException;
import org.sluice.core.session.Ticket;
import org.sluice.data.Sink;
import org.sluice.transport.Connection;
import org.sluice.transport.PeerIdentity;
import org.sluice.transport.Stream;

/** The sessions that this peer serves, which further connections may join. */
final class LiveSessions {

    private static final Logger LOG = LoggerFactory.getLogger(LiveSessions.class);

    private static final int ENDING_SECONDS = 10;

    private final Set<Live> live = ConcurrentHashMap.newKeySet();

    /** One of them, until it is closed. */
    final class Live implements AutoCloseable {

        private final PeerIdentity peer;
        private final Message.Request request;
        private final Answered paths;
        private final CountDownLatch ended = new CountDownLatch(1);

        private Live(PeerIdentity peer, Message.Request request, Answered paths) {
            this.peer = peer;
            this.request = request;
            this.paths = paths;
        }

        PeerIdentity peer() {
            return peer;
        }

        /** Whether it waits for its initiator, who asks for the same once more: a repeated command. */
        private boolean isRepeated(PeerIdentity by, Message.Request asked) {
            return peer.equals(by) && request.equals(asked) && paths.isAlone();
        }

        @Override
        public void close() {
            live.remove(this);
            ended.countDown();
        }
    }

    /** A session begins; one that the same command has begun before, and that has lost its initiator, ends first. */
    Live enter(PeerIdentity peer, Message.Request request, Answered paths) {
        for (Live other : live) {
            if (other.isRepeated(peer, request)) {
                other.paths.close();
                awaitEnd(other);
            }
        }
        Live entered = new Live(peer, request, paths);
        live.add(entered);
        return entered;
    }

    /**
     * The session that has waited longest for a peer that it has lost ends, and leaves what it has to be resumed.
     *
     * @return false when none waits
     */
    boolean giveUpLongestAlone() {
        long now = System.nanoTime();
        Optional<Live> longest = live.stream()
                .flatMap(session -> session.paths.alone(now).map(wait -> Map.entry(session, wait)).stream())
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey);
        longest.ifPresent(session -> {
            LOG.info("peer {} is waited for no longer: others want a place", session.peer.abbreviated());
            session.paths.close();
        });
        return longest.isPresent();
    }

    private static void awaitEnd(Live other) {
        try {
            other.ended.await(ENDING_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * A connection shows its ticket on {@code stream}; it joins the session it belongs to, or is ended.
     *
     * @param beside whether the session keeps the connections that it has
     */
    void join(Connection connection, Stream stream, boolean beside) throws IOException {
        byte[] shown = new byte[Ticket.LENGTH];
        if (stream.receive(new Sink.Memory(MemorySegment.ofArray(shown))) < shown.length) {
            throw new ProtocolException("a connection joins without a ticket");
        }
        Ticket ticket = new Ticket(shown);
        for (Live session : live) {
            if (session.paths.admits(connection, ticket)) {
                if (beside) {
                    session.paths.joinBeside(connection, stream);
                } else {
                    session.paths.join(connection, stream);
                }
                return;
            }
        }
        Answered.refuse(connection, stream);
    }
}
