package org.sluice.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.sluice.transport.Connection;
import org.sluice.transport.Listener;
import org.sluice.transport.PeerRefusedException;

/** Who is let in. */
abstract class TransportTrustRules extends TransportPeers {

    @Test
    void both_ends_learn_who_the_other_is() throws Exception {
        Connected peers = connected();

        assertEquals(responder.identity(), peers.initiator().peer());
        assertEquals(initiator.identity(), peers.responder().peer());
    }

    @Test
    void a_responder_whose_key_is_not_trusted_is_refused_by_us() throws Exception {
        Listener listener = listen();
        initiatorTrusts.clear();

        PeerRefusedException refusal = assertThrows(PeerRefusedException.class, () -> connect(listener));

        assertEquals(PeerRefusedException.By.US, refusal.by());
    }

    @Test
    void an_initiator_whose_key_is_not_trusted_is_refused_by_the_peer() throws Exception {
        Listener listener = listen();
        responderTrusts.clear();

        PeerRefusedException refusal = assertThrows(PeerRefusedException.class, () -> connect(listener));

        assertEquals(PeerRefusedException.By.PEER, refusal.by());
    }

    @Test
    void a_peer_that_is_refused_is_never_accepted() throws Exception {
        Listener listener = listen();
        Call<Connection> accepted = Call.of(listener::accept);
        for (int i = 0; i < 5; i++) {
            responderTrusts.clear();
            assertThrows(PeerRefusedException.class, () -> connect(listener));
            responderTrusts.add(initiator.identity());
            initiatorTrusts.clear();
            assertThrows(PeerRefusedException.class, () -> connect(listener));
            initiatorTrusts.add(responder.identity());
        }

        accepted.parked();
        Connected peers = new Connected(connect(listener), closedLater(accepted.result()));

        stream(peers.initiator(), peers.responder()).near().send(Bytes.text("let in"));
    }

    @Test
    void whoever_is_let_in_stays_when_trust_ends_for_later_connections() throws Exception {
        Listener listener = listen();
        Connected peers = connected(listener);
        Opened stream = stream(peers.initiator(), peers.responder());

        responderTrusts.clear();
        assertThrows(PeerRefusedException.class, () -> connect(listener));

        stream.near().send(Bytes.text("still here"));
        assertEquals("still here", Bytes.text(stream.far(), 10));
    }
}
