package org.sluice.transport.quic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sluice.tck.SelfSigned;
import org.sluice.transport.Connection;
import org.sluice.transport.Credentials;
import org.sluice.transport.Endpoint;
import org.sluice.transport.netty.Openings;

@Timeout(60)
class StoppingTest {

    private static final SelfSigned SOMEBODY = SelfSigned.named("somebody");
    private static final Credentials CREDENTIALS =
            new Credentials(SOMEBODY.certificate(), SOMEBODY.key(), anybody -> true);
    private static final Endpoint LOCAL = new Endpoint("127.0.0.1", 0);

    @Test
    void a_transport_that_has_been_stopped_connects_and_listens_no_more() throws Exception {
        QuicTransport transport = new QuicTransport();
        Endpoint peer = transport.listen(LOCAL, CREDENTIALS).local();
        Connection before = transport.connect(peer, CREDENTIALS);

        transport.stop();

        assertThrows(ClosedChannelException.class, before::open);
        assertThrows(ClosedChannelException.class, () -> transport.connect(peer, CREDENTIALS));
        assertThrows(ClosedChannelException.class, () -> transport.listen(LOCAL, CREDENTIALS));
    }

    /** A transport may be stopped between any two steps of a dialling. */
    @Test
    void a_dialling_whose_loops_are_gone_meanwhile_ends_at_once() throws Exception {
        EventLoops loops = new EventLoops(DatagramKind.best());
        Openings openings = new Openings(QuicTransport.SCHEME);
        Dialler dialler = new Dialler(loops, CREDENTIALS, openings);
        InetSocketAddress somewhere = new InetSocketAddress(LOCAL.host(), 9);

        loops.close();

        assertThrows(ClosedChannelException.class, () -> dialler.dial(somewhere, new Endpoint(LOCAL.host(), 9)));
        assertThrows(
                ClosedChannelException.class,
                () -> new QuicListener(loops, CREDENTIALS, openings, new InetSocketAddress(LOCAL.host(), 0), LOCAL));
    }

    @Test
    void whoever_waits_for_a_peer_when_the_transport_stops_is_told_so() throws Exception {
        QuicTransport transport = new QuicTransport();
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getByName(LOCAL.host()))) {
            Endpoint peer = new Endpoint(LOCAL.host(), silent.getLocalPort());
            FutureTask<Connection> connecting = new FutureTask<>(() -> transport.connect(peer, CREDENTIALS));
            Thread.ofVirtual().start(connecting);
            silent.receive(new DatagramPacket(new byte[2000], 2000));

            transport.stop();

            ExecutionException told = assertThrows(ExecutionException.class, connecting::get);
            assertInstanceOf(ClosedChannelException.class, told.getCause());
            assertEquals("the transport quic has been stopped", told.getCause().getMessage());
        }
    }
}
