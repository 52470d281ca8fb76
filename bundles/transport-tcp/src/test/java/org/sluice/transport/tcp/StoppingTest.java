package org.sluice.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.Channel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sluice.tck.SelfSigned;
import org.sluice.transport.Connection;
import org.sluice.transport.Credentials;
import org.sluice.transport.Endpoint;
import org.sluice.transport.Listener;
import org.sluice.transport.netty.Openings;

@Timeout(60)
class StoppingTest {

    private static final SelfSigned SOMEBODY = SelfSigned.named("somebody");
    private static final Credentials CREDENTIALS =
            new Credentials(SOMEBODY.certificate(), SOMEBODY.key(), anybody -> true);

    @ParameterizedTest
    @EnumSource
    void stopping_closes_every_socket_before_its_loop_is_gone(SocketKind kind) throws IOException {
        assumeTrue(kind.absence() == null, "not here");
        TcpTransport transport = new TcpTransport(() -> kind, Tls::best, false);
        Listener listener = transport.listen(new Endpoint("127.0.0.1", 0), CREDENTIALS);
        Connection near = transport.connect(listener.local(), CREDENTIALS);
        Connection far = listener.accept();
        List<Channel> sockets = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            sockets.add(((TcpStream) near.open()).channel());
            sockets.add(((TcpStream) far.accept()).channel());
        }
        assertTrue(sockets.stream().allMatch(Channel::isRegistered));

        transport.stop();

        assertTrue(sockets.stream().noneMatch(Channel::isOpen));
        assertTrue(sockets.stream().noneMatch(Channel::isRegistered));
        assertThrows(ClosedChannelException.class, near::open);
        assertThrows(ClosedChannelException.class, listener::accept);
        assertThrows(ClosedChannelException.class, () -> transport.connect(listener.local(), CREDENTIALS));
        assertThrows(ClosedChannelException.class, () -> transport.listen(listener.local(), CREDENTIALS));
    }

    /** A transport may be stopped between any two steps of a dialling. */
    @ParameterizedTest
    @EnumSource
    void a_dialling_whose_loops_are_gone_meanwhile_ends_at_once(SocketKind kind) throws Exception {
        assumeTrue(kind.absence() == null, "not here");
        EventLoops loops = new EventLoops(kind, Tls.best());
        Tls tls = new Tls(CREDENTIALS, loops);
        try (ServerSocket peer = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InetSocketAddress address = (InetSocketAddress) peer.getLocalSocketAddress();
            Endpoint local = new Endpoint("127.0.0.1", 0);
            Openings openings = new Openings(TcpTransport.SCHEME);
            Dialler dialler =
                    new Dialler(loops, tls, openings, address, new Endpoint("peer", peer.getLocalPort()), false);
            loops.close();

            CompletableFuture<?> outcome = dialler.root();

            assertTrue(outcome.isCompletedExceptionally(), "it does not wait for its deadline");
            assertInstanceOf(ClosedChannelException.class, outcome.exceptionNow());
            assertThrows(
                    ClosedChannelException.class,
                    () -> new TcpListener(loops, tls, openings, new InetSocketAddress(local.host(), 0), local));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoever_waits_for_a_peer_when_the_transport_stops_is_told_so(SocketKind kind) throws Exception {
        assumeTrue(kind.absence() == null, "not here");
        TcpTransport transport = new TcpTransport(() -> kind, Tls::best, false);
        try (ServerSocket peer = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Endpoint endpoint = new Endpoint("127.0.0.1", peer.getLocalPort());
            FutureTask<Connection> connecting = new FutureTask<>(() -> transport.connect(endpoint, CREDENTIALS));
            Thread.ofVirtual().start(connecting);
            try (Socket silent = peer.accept()) {
                assertTrue(silent.getInputStream().read() >= 0, "the handshake has begun");

                transport.stop();

                ExecutionException told = assertThrows(ExecutionException.class, connecting::get);
                assertInstanceOf(ClosedChannelException.class, told.getCause());
                assertEquals(
                        "the transport tcp has been stopped", told.getCause().getMessage());
            }
        }
    }
}
