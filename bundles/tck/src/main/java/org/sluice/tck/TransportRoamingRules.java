package org.sluice.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sluice.transport.Connection;
import org.sluice.transport.Endpoint;
import org.sluice.transport.Listener;
import org.sluice.transport.TransportFeature;

/** A peer whose address changes: it takes another network, or a router between gives it another port. */
abstract class TransportRoamingRules extends TransportReachRules {

    private static final int LONG = 1 << 20;

    @Test
    void a_connection_outlives_a_change_of_the_address_it_comes_from() throws Exception {
        assumeTrue(transport().features().contains(TransportFeature.ROAMING), "does not claim to roam");
        Listener listener = listen();
        Optional<? extends SocketAddress> raw = rawAddress(listener);
        assertTrue(raw.isPresent() && ofDatagrams(), "who claims to roam is reached by datagrams");
        Relay relay = closedLater(Relay.to((InetSocketAddress) raw.get()));
        Call<Connection> accepted = Call.of(listener::accept);
        Connection near = closedLater(transport()
                .connect(
                        new Endpoint(
                                relay.address().getHostString(), relay.address().getPort()),
                        initiator));
        Connection far = closedLater(accepted.result());
        Opened stream = stream(near, far);
        stream.near().send(Bytes.text("before"));
        assertEquals("before", Bytes.text(stream.far(), 6));

        relay.move();

        Call<Void> sending = Call.running(() -> Bytes.send(stream.near(), 7, LONG));
        Bytes.receive(stream.far(), 7, LONG);
        sending.result();
        stream.far().send(Bytes.text("after"));
        assertEquals("after", Bytes.text(stream.near(), 5));
        assertTrue(relay.hasMoved(), "nothing went by the new address");
    }
}
