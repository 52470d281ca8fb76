package org.sluice.core.path;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import org.sluice.core.session.Ticket;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.transport.Connection;
import org.sluice.transport.Stream;

/** How a connection that the initiator has dialled joins its session. */
final class Joining {

    private Joining() {}

    /**
     * Shows the ticket.
     *
     * @param as {@link Purpose#JOIN} in place of what there was, {@link Purpose#BESIDE} beside it
     * @param limit how long the peer may take to answer
     * @throws SetAsideException when the peer takes no connection by this transport any more
     * @throws SessionEndedException when the peer knows nothing of the session any more
     * @throws IOException when it does not answer; the connection is closed in any case that throws
     */
    static void join(Connection connection, Ticket ticket, Purpose as, Duration limit) throws IOException {
        try {
            switch (ask(connection, ticket, as, limit)) {
                case Purpose.JOINED -> {}
                case Purpose.SET_ASIDE -> throw new SetAsideException();
                default -> throw new SessionEndedException();
            }
        } catch (IOException e) {
            connection.close();
            throw e;
        }
    }

    private static byte ask(Connection connection, Ticket ticket, Purpose as, Duration limit) throws IOException {
        byte[] said = new byte[1];
        TimeLimit answer = TimeLimit.of(connection, limit);
        try (Stream stream = as.open(connection)) {
            stream.send(new Source.Memory(MemorySegment.ofArray(ticket.bytes())));
            if (stream.receive(new Sink.Memory(MemorySegment.ofArray(said))) < 1) {
                throw new IOException("the peer does not say whether the session goes on");
            }
            if (!answer.met()) {
                throw new IOException("the peer took too long to say whether the session goes on");
            }
            stream.finish();
        }
        return said[0];
    }
}
