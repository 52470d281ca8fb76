package org.sluice.transport.quic;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.tck.SelfSigned;
import org.sluice.transport.Connection;
import org.sluice.transport.Credentials;
import org.sluice.transport.Endpoint;
import org.sluice.transport.Listener;
import org.sluice.transport.Stream;

@Timeout(60)
class ClosingTest {

    private static final SelfSigned SOMEBODY = SelfSigned.named("somebody");
    private static final Credentials CREDENTIALS =
            new Credentials(SOMEBODY.certificate(), SOMEBODY.key(), anybody -> true);

    /** Less than the three seconds after which whoever has closed it takes the transport for one that hangs. */
    private static final long SOON_SECONDS = 2;

    private final QuicTransport transport = new QuicTransport();

    @AfterEach
    void stop() {
        transport.stop();
    }

    /** Its good-bye may overtake the end of a stream, which was lost on its way. */
    @Test
    void who_closes_after_the_peer_has_left_ends_the_calls_in_its_streams() throws Exception {
        Listener listener = transport.listen(new Endpoint("127.0.0.1", 0), CREDENTIALS);
        Connection near = transport.connect(listener.local(), CREDENTIALS);
        QuicConnection far = (QuicConnection) listener.accept();
        Stream here = near.open();
        here.send(new Source.Memory(MemorySegment.ofArray(new byte[1])));
        far.accept();
        FutureTask<Long> receiving =
                new FutureTask<>(() -> here.receive(new Sink.Memory(MemorySegment.ofArray(new byte[1]))));
        Thread.ofVirtual().start(receiving);

        far.sayGoodbye();
        awaitLeft(near);
        near.close();

        ExecutionException ended =
                assertThrows(ExecutionException.class, () -> receiving.get(SOON_SECONDS, TimeUnit.SECONDS));
        assertInstanceOf(IOException.class, ended.getCause());
    }

    private static void awaitLeft(Connection connection) throws InterruptedException {
        while (true) {
            try {
                connection.open().close();
                Thread.sleep(1);
            } catch (IOException left) {
                return;
            }
        }
    }
}
