package org.sluice.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.sluice.transport.Connection;
import org.sluice.transport.Endpoint;
import org.sluice.transport.Listener;
import org.sluice.transport.TransportFeature;

/** Whom one can reach, and who cannot get in the way. */
abstract class TransportReachRules extends TransportTrustRules {

    private static final int STALLED = 100;

    private static final int FREED_ADDRESSES = 3;

    /**
     * Where a plain socket reaches {@code listener}: of TCP, or of UDP when it is {@link #ofDatagrams()}, or a Unix domain socket; none when
     * none of them does.
     */
    protected Optional<? extends SocketAddress> rawAddress(Listener listener) {
        return Optional.empty();
    }

    /** Whether listeners are reached by UDP. */
    protected boolean ofDatagrams() {
        return false;
    }

    @Test
    void a_listener_tells_the_port_it_took() throws Exception {
        Listener first = listen();
        Listener second = listen();

        assertNotEquals(0, first.local().port());
        assertNotEquals(first.local(), second.local());
        assertEquals(anyLocal().host(), first.local().host());
    }

    @Test
    void connecting_where_nobody_listens_fails_with_ConnectException() throws Exception {
        // An address that is set free may be anybody's the next moment: then another one is asked.
        for (int attempt = 1; ; attempt++) {
            Listener listener = listen();
            listener.close();
            try {
                assertThrows(ConnectException.class, () -> connect(listener));
                return;
            } catch (AssertionError taken) {
                if (attempt == FREED_ADDRESSES) throw taken;
            }
        }
    }

    @Test
    void listening_where_somebody_listens_fails_with_BindException_that_says_where() throws Exception {
        Listener first = listen();

        BindException taken =
                assertThrows(BindException.class, () -> closedLater(transport().listen(first.local(), responder)));

        assertEquals(true, taken.getMessage().contains(first.local().toString()), taken.getMessage());
    }

    @Test
    void an_address_is_free_again_when_its_listener_is_closed_and_its_connections_have_ended() throws Exception {
        Listener first = listen();
        Connected peers = connected(first);
        first.close();
        peers.initiator().close();
        peers.responder().close();

        AtomicReference<Listener> second = new AtomicReference<>();
        Condition.met("the address is free", () -> {
            try {
                second.set(closedLater(transport().listen(first.local(), responder)));
                return true;
            } catch (IOException stillTaken) {
                return false;
            }
        });

        connected(second.get());
    }

    @Test
    void a_round_trip_that_is_told_took_no_longer_than_the_connection_is_old() throws Exception {
        long begun = System.nanoTime();
        Connected peers = connected();
        Opened stream = stream(peers.initiator(), peers.responder());
        stream.near().send(Bytes.text("there"));
        assertEquals("there", Bytes.text(stream.far(), 5));
        stream.far().send(Bytes.text("back"));
        assertEquals("back", Bytes.text(stream.near(), 4));

        for (int asked = 0; asked < 2; asked++) {
            Optional<Duration> told = peers.initiator().roundTrip();
            long age = System.nanoTime() - begun;
            assertTrue(
                    told.map(trip -> trip.isPositive() && trip.toNanos() <= age).orElse(true),
                    () -> told + " after " + age);
        }
    }

    @Test
    void a_host_without_address_fails_with_UnknownHostException() {
        assumeTrue(transport().features().contains(TransportFeature.REMOTE), "knows no hosts");

        assertThrows(
                UnknownHostException.class,
                () -> closedLater(transport().connect(new Endpoint("no such host", 1), initiator)));
    }

    @Test
    void peers_that_stall_or_talk_nonsense_hold_up_nobody_and_are_dropped() throws Exception {
        Listener listener = listen();
        Optional<? extends SocketAddress> raw = rawAddress(listener);
        assumeTrue(raw.isPresent(), "is reached by no plain socket");
        if (ofDatagrams()) {
            strangersHoldUpNobody(listener, (InetSocketAddress) raw.get());
            return;
        }

        List<SocketChannel> silent = raw(raw.get(), STALLED, "");
        List<SocketChannel> nonsense = raw(raw.get(), STALLED, "GET / HTTP/1.0\r\n\r\n");
        connected(listener);

        for (SocketChannel socket : silent) {
            assertEquals(-1, readToEnd(socket));
        }
        for (SocketChannel socket : nonsense) {
            assertEquals(-1, readToEnd(socket));
        }
    }

    /**
     * Whoever sends datagrams may have written anybody's address on them: an answer that is longer than what was said would make a listener
     * a weapon, so it may be three times as long at most (RFC 9000, 8.1).
     */
    private void strangersHoldUpNobody(Listener listener, InetSocketAddress address) throws Exception {
        List<DatagramSocket> strangers = new ArrayList<>();
        long seed = System.nanoTime();
        RandomGenerator random = Bytes.random(seed);
        long said = 0;
        for (int i = 0; i < STALLED; i++) {
            DatagramSocket stranger = closedLater(new DatagramSocket(0, address.getAddress()));
            strangers.add(stranger);
            for (int j = 0; j < 5; j++) {
                byte[] nonsense = nonsense(random);
                stranger.send(new DatagramPacket(nonsense, nonsense.length, address));
                said += nonsense.length;
            }
        }

        connected(listener);

        long heard = 0;
        for (DatagramSocket stranger : strangers) {
            heard += heard(stranger);
        }
        assertTrue(heard <= 3 * said, said + " bytes of nonsense were answered by " + heard + "; seed " + seed);
    }

    /** Bytes by chance; every other time they begin as a first datagram of QUIC does, in a version that is known or is not. */
    private static byte[] nonsense(RandomGenerator random) {
        byte[] nonsense = new byte[random.nextInt(1, 1400)];
        random.nextBytes(nonsense);
        if (nonsense.length > 8 && random.nextBoolean()) {
            byte[] initial = {(byte) 0xc0, 0, 0, 0, (byte) random.nextInt(3), 8};
            System.arraycopy(initial, 0, nonsense, 0, initial.length);
        }
        return nonsense;
    }

    /** Bytes that have come by now. */
    private static long heard(DatagramSocket stranger) throws IOException {
        DatagramPacket answer = new DatagramPacket(new byte[65_536], 65_536);
        stranger.setSoTimeout(10);
        long heard = 0;
        try {
            while (true) {
                stranger.receive(answer);
                heard += answer.getLength();
            }
        } catch (SocketTimeoutException noMore) {
            return heard;
        }
    }

    private List<SocketChannel> raw(SocketAddress address, int count, String words) throws IOException {
        List<SocketChannel> sockets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            SocketChannel socket = closedLater(SocketChannel.open(address));
            socket.write(ByteBuffer.wrap(words.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
            sockets.add(socket);
        }
        return sockets;
    }

    /** -1 once the other end has closed, whether with an end or a reset. */
    private static int readToEnd(SocketChannel socket) throws Exception {
        return Call.of(() -> {
                    ByteBuffer room = ByteBuffer.allocate(1024);
                    try {
                        while (socket.read(room.clear()) >= 0) {
                            // An alert, perhaps.
                        }
                    } catch (IOException reset) {
                        return -1;
                    }
                    return -1;
                })
                .result();
    }

    @Test
    void a_responder_that_says_nothing_is_given_up_after_ten_seconds() throws Exception {
        Endpoint silent = silent();

        Call<Connection> connecting = Call.of(() -> transport().connect(silent, initiator));

        connecting.failure(SocketTimeoutException.class);
    }

    /** Where somebody listens who says nothing. */
    private Endpoint silent() throws IOException {
        Listener listener = listen();
        Optional<? extends SocketAddress> raw = rawAddress(listener);
        assumeTrue(raw.isPresent(), "is reached by no plain socket");
        if (raw.get() instanceof UnixDomainSocketAddress path) {
            listener.close();
            closedLater(ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(path));
            return listener.local();
        }
        InetAddress here = InetAddress.getByName(anyLocal().host());
        int port = ofDatagrams()
                ? closedLater(new DatagramSocket(0, here)).getLocalPort()
                : closedLater(new ServerSocket(0, 50, here)).getLocalPort();
        return new Endpoint(anyLocal().host(), port);
    }
}
