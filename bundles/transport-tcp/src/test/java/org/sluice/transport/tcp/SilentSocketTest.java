package org.sluice.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
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
import org.sluice.transport.netty.Deadline;

/** A peer that has left, of whose sockets one does not say so: what would reset it was lost on the way. */
@Timeout(60)
class SilentSocketTest {

    private static final SelfSigned SOMEBODY = SelfSigned.named("somebody");
    private static final Credentials CREDENTIALS =
            new Credentials(SOMEBODY.certificate(), SOMEBODY.key(), anybody -> true);

    /** Well within what a transport is waited for when it has been closed. */
    private static final Duration SOON = Duration.ofMillis(Deadline.MILLIS / 5);

    /** Carries sockets between two peers, and lets go of each by itself. */
    private static final class Cables implements AutoCloseable {

        private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final List<Socket> far = new ArrayList<>();
        private final List<Socket> near = new ArrayList<>();

        Cables(Endpoint to) throws IOException {
            Thread.ofPlatform().daemon().start(() -> {
                try {
                    while (true) {
                        lay(listening.accept(), new Socket(to.host(), to.port()));
                    }
                } catch (IOException closed) {
                    // No more.
                }
            });
        }

        Endpoint endpoint() {
            return new Endpoint("127.0.0.1", listening.getLocalPort());
        }

        private synchronized void lay(Socket from, Socket to) {
            near.add(from);
            far.add(to);
            Thread.ofPlatform().daemon().start(() -> carry(from, to));
            Thread.ofPlatform().daemon().start(() -> carry(to, from));
        }

        private static void carry(Socket from, Socket to) {
            try {
                from.getInputStream().transferTo(to.getOutputStream());
            } catch (IOException cut) {
                // What it was to tell the other is lost.
            }
        }

        /** The first that was laid ends, at the far end alone. */
        synchronized void cutFirst() throws IOException {
            far.getFirst().close();
        }

        @Override
        public synchronized void close() throws IOException {
            listening.close();
            for (Socket socket : near) {
                socket.close();
            }
            for (Socket socket : far) {
                socket.close();
            }
        }
    }

    @Test
    void closing_what_the_peer_has_left_ends_the_streams_that_have_not_heard_of_it() throws Exception {
        TcpTransport transport = new TcpTransport(SocketKind::best, Tls::best, false);
        try (Listener listener = transport.listen(new Endpoint("127.0.0.1", 0), CREDENTIALS);
                Cables cables = new Cables(listener.local());
                Connection near = transport.connect(cables.endpoint(), CREDENTIALS);
                Stream sent = near.open()) {
            Connection far = listener.accept();
            sent.send(new Source.Memory(MemorySegment.ofArray(new byte[] {1})));
            Stream stream = far.accept();
            stream.receive(one());
            FutureTask<Long> waiting = new FutureTask<>(() -> stream.receive(one()));
            Thread.ofVirtual().start(waiting);

            cables.cutFirst();
            assertThrows(IOException.class, far::accept);
            far.close();

            assertTimeoutPreemptively(SOON, () -> assertThrows(ExecutionException.class, waiting::get));
        } finally {
            transport.stop();
        }
    }

    private static Sink one() {
        return new Sink.Memory(MemorySegment.ofArray(new byte[1]));
    }
}
