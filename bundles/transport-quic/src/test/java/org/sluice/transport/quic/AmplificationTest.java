package org.sluice.transport.quic;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sluice.tck.SelfSigned;
import org.sluice.transport.Credentials;
import org.sluice.transport.Endpoint;
import org.sluice.transport.Listener;

/**
 * Whoever sends the first datagram of a connection may have written somebody else's address on it: until an address has proven to be
 * there, it gets three times what came from it at most (RFC 9000, 8.1), whatever becomes of the connection.
 */
class AmplificationTest {

    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    /** Longer than a listener waits for a handshake. */
    private static final int PATIENCE_MILLIS = 13_000;

    private final SelfSigned somebody = SelfSigned.named("somebody");
    private final Credentials credentials = new Credentials(somebody.certificate(), somebody.key(), everybody -> true);
    private final QuicTransport transport = new QuicTransport();

    @AfterEach
    void stop() {
        transport.stop();
    }

    /** The datagram that a peer dials with. */
    private byte[] captured() throws IOException, InterruptedException {
        try (DatagramSocket silent = new DatagramSocket(0, HERE)) {
            Thread dialling = Thread.ofVirtual().start(() -> {
                try {
                    transport
                            .connect(new Endpoint(HERE.getHostAddress(), silent.getLocalPort()), credentials)
                            .close();
                } catch (IOException nobodyAnswers) {
                    // As it should be.
                }
            });
            DatagramPacket first = new DatagramPacket(new byte[65_536], 65_536);
            silent.receive(first);
            dialling.interrupt();
            dialling.join();
            return Arrays.copyOf(first.getData(), first.getLength());
        }
    }

    @Test
    void who_never_completes_a_handshake_gets_three_times_its_bytes_at_most() throws Exception {
        byte[] initial = captured();
        try (Listener listener = transport.listen(new Endpoint(HERE.getHostAddress(), 0), credentials);
                DatagramSocket victim = new DatagramSocket(0, HERE)) {
            victim.send(new DatagramPacket(
                    initial,
                    initial.length,
                    new InetSocketAddress(HERE, listener.local().port())));

            long heard = heard(victim);

            assertTrue(heard > 0, "a listener answers");
            assertTrue(heard <= 3L * initial.length, initial.length + " bytes were answered by " + heard);
        }
    }

    @Test
    void who_repeats_itself_gets_three_times_all_its_bytes_at_most() throws Exception {
        byte[] initial = captured();
        try (Listener listener = transport.listen(new Endpoint(HERE.getHostAddress(), 0), credentials);
                DatagramSocket victim = new DatagramSocket(0, HERE)) {
            InetSocketAddress address =
                    new InetSocketAddress(HERE, listener.local().port());
            for (int i = 0; i < 5; i++) {
                victim.send(new DatagramPacket(initial, initial.length, address));
            }

            long heard = heard(victim);

            assertTrue(heard <= 15L * initial.length, 5 * initial.length + " bytes were answered by " + heard);
        }
    }

    /** Bytes that come until the listener has long given up. */
    private static long heard(DatagramSocket socket) throws IOException {
        DatagramPacket answer = new DatagramPacket(new byte[65_536], 65_536);
        long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
        long heard = 0;
        for (long left = PATIENCE_MILLIS; left > 0; left = (end - System.nanoTime()) / 1_000_000) {
            socket.setSoTimeout((int) left);
            try {
                socket.receive(answer);
                heard += answer.getLength();
            } catch (SocketTimeoutException noMore) {
                return heard;
            }
        }
        return heard;
    }
}
