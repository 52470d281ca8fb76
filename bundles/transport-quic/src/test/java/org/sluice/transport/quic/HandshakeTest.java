package org.sluice.transport.quic;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sluice.tck.SelfSigned;
import org.sluice.transport.Credentials;
import org.sluice.transport.Endpoint;
import org.sluice.transport.Listener;
import org.sluice.transport.netty.Openings;

@Timeout(60)
class HandshakeTest {

    private static final long ONE_WAY_MILLIS = 150;
    private static final int TRIES = 5;

    /** Longer than the datagrams of one flight take one after the other. */
    private static final long COMPUTING_MILLIS = 10;

    private static final SelfSigned SOMEBODY = SelfSigned.named("somebody");
    private static final Credentials CREDENTIALS =
            new Credentials(SOMEBODY.certificate(), SOMEBODY.key(), anybody -> true);

    private final Openings openings = new Openings("quic");
    private final EventLoops loops = new EventLoops(DatagramKind.best()) {
        @Override
        Executor computing() {
            return task -> super.computing().execute(() -> {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(COMPUTING_MILLIS));
                task.run();
            });
        }
    };

    @AfterEach
    void stop() {
        openings.close();
        loops.close();
    }

    /** One for keys and names, one for the proof of ours and the peer's welcome; what is computed comes on top. */
    @Test
    void both_ends_know_each_other_after_two_round_trips() throws Exception {
        Endpoint anywhere = new Endpoint("127.0.0.1", 0);
        Listener listener =
                new QuicListener(loops, CREDENTIALS, openings, new InetSocketAddress("127.0.0.1", 0), anywhere);
        Dialler dialler = new Dialler(loops, CREDENTIALS, openings);
        long shortest = Long.MAX_VALUE;
        for (int i = 0; i < TRIES; i++) {
            try (LongWay way = new LongWay(listener.local().port())) {
                long start = System.nanoTime();
                dialler.dial(way.near(), new Endpoint("127.0.0.1", way.near().getPort()))
                        .get()
                        .close();
                shortest = Math.min(shortest, System.nanoTime() - start);
            }
        }
        double roundTrips = shortest / 1e6 / (2 * ONE_WAY_MILLIS);

        assertTrue(roundTrips >= 2, roundTrips + " round trips"); // what we measure with measures
        assertTrue(roundTrips < 2.5, roundTrips + " round trips");
    }

    /** Lets every datagram wait on its way. */
    private static final class LongWay implements AutoCloseable {

        private final DatagramSocket near = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        private final DatagramSocket far = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        private final ScheduledThreadPoolExecutor later = new ScheduledThreadPoolExecutor(1);
        private final SocketAddress peer;
        private volatile SocketAddress dialler;

        LongWay(int port) throws IOException {
            peer = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            dialler = peer;
            Thread.ofVirtual().start(() -> carry(near, true));
            Thread.ofVirtual().start(() -> carry(far, false));
        }

        InetSocketAddress near() {
            return new InetSocketAddress("127.0.0.1", near.getLocalPort());
        }

        private void carry(DatagramSocket from, boolean there) {
            DatagramPacket datagram = new DatagramPacket(new byte[65_536], 65_536);
            try {
                while (true) {
                    datagram.setLength(65_536);
                    from.receive(datagram);
                    byte[] content = Arrays.copyOf(datagram.getData(), datagram.getLength());
                    if (there) {
                        dialler = datagram.getSocketAddress();
                    }
                    later.schedule(() -> send(content, there), ONE_WAY_MILLIS, TimeUnit.MILLISECONDS);
                }
            } catch (IOException closed) {
                // Nobody uses it any more.
            }
        }

        private void send(byte[] content, boolean there) {
            try {
                (there ? far : near).send(new DatagramPacket(content, content.length, there ? peer : dialler));
            } catch (IOException closed) {
                // Nobody uses it any more.
            }
        }

        @Override
        public void close() {
            near.close();
            far.close();
            later.shutdownNow();
        }
    }
}
