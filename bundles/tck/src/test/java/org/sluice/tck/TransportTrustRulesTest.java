package org.sluice.tck;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.sluice.transport.Connection;
import org.sluice.transport.Credentials;
import org.sluice.transport.Endpoint;
import org.sluice.transport.PeerIdentity;
import org.sluice.transport.PeerRefusedException;
import org.sluice.transport.PeerRefusedException.By;

class TransportTrustRulesTest {

    private static final PeerIdentity NOBODY = new PeerIdentity("0".repeat(64));

    /** Its initiator trusts anybody. */
    static class CredulousInitiator extends MemoryContract {
        @Override
        MemoryTransport make() {
            return new MemoryTransport() {
                @Override
                void askUs(Credentials ours, PeerIdentity peer) {}
            };
        }
    }

    @Test
    void an_initiator_that_talks_to_an_untrusted_peer_is_found_out() {
        ContractRun.together(CredulousInitiator.class)
                .failsExactly(
                        "a_responder_whose_key_is_not_trusted_is_refused_by_us",
                        "a_peer_that_is_refused_is_never_accepted");
    }

    /** Its responder trusts anybody. */
    static class CredulousResponder extends MemoryContract {
        @Override
        MemoryTransport make() {
            return new MemoryTransport() {
                @Override
                void askPeer(MemoryListener listener, PeerIdentity us) {}
            };
        }
    }

    @Test
    void a_responder_that_lets_an_untrusted_peer_in_is_found_out() {
        ContractRun.together(CredulousResponder.class)
                .failsExactly(
                        "an_initiator_whose_key_is_not_trusted_is_refused_by_the_peer",
                        "a_peer_that_is_refused_is_never_accepted",
                        "whoever_is_let_in_stays_when_trust_ends_for_later_connections");
    }

    /** Its initiator shows no certificate, and its responder asks for none. */
    static class Anonymous extends MemoryContract {
        @Override
        MemoryTransport make() {
            return new MemoryTransport() {
                @Override
                void askPeer(MemoryListener listener, PeerIdentity us) throws IOException {
                    if (!us.equals(NOBODY)) super.askPeer(listener, us);
                }

                @Override
                public Connection connect(Endpoint peer, Credentials ours) throws IOException {
                    MemoryListener listener = listeners.get(peer.port());
                    if (listener == null) return super.connect(peer, ours);
                    askUs(ours, listener.ours.identity());
                    askPeer(listener, NOBODY);
                    MemoryConnection near = connection(ours, listener.ours.identity());
                    MemoryConnection far = connection(listener.ours, NOBODY);
                    near.other = far;
                    far.other = near;
                    listener.arrivals.add(far);
                    return near;
                }
            };
        }
    }

    @Test
    void a_transport_that_presents_no_identity_is_found_out() {
        ContractRun.together(Anonymous.class)
                .failsExactly(
                        "both_ends_learn_who_the_other_is",
                        "an_initiator_whose_key_is_not_trusted_is_refused_by_the_peer",
                        "a_peer_that_is_refused_is_never_accepted",
                        "whoever_is_let_in_stays_when_trust_ends_for_later_connections");
    }

    /** Takes itself for the peer. */
    static class Mirror extends MemoryContract {
        @Override
        MemoryTransport make() {
            return new MemoryTransport() {
                @Override
                MemoryConnection connection(Credentials ours, PeerIdentity peer) {
                    return super.connection(ours, ours.identity());
                }
            };
        }
    }

    @Test
    void a_connection_that_mistakes_its_peer_is_found_out() {
        ContractRun.together(Mirror.class).failsExactly("both_ends_learn_who_the_other_is");
    }

    /** Says that the peer refused when we did. */
    static class Blaming extends MemoryContract {
        @Override
        MemoryTransport make() {
            return new MemoryTransport() {
                @Override
                void askUs(Credentials ours, PeerIdentity peer) throws IOException {
                    if (!ours.trusts().test(peer)) throw new PeerRefusedException(By.PEER, "refused");
                }
            };
        }
    }

    @Test
    void a_refusal_by_us_that_is_blamed_on_the_peer_is_found_out() {
        ContractRun.together(Blaming.class).failsExactly("a_responder_whose_key_is_not_trusted_is_refused_by_us");
    }

    /** Says that we refused when the peer did. */
    static class Contrite extends MemoryContract {
        @Override
        MemoryTransport make() {
            return new MemoryTransport() {
                @Override
                void askPeer(MemoryListener listener, PeerIdentity us) throws IOException {
                    if (!listener.ours.trusts().test(us)) throw new PeerRefusedException(By.US, "not trusted");
                }
            };
        }
    }

    @Test
    void a_refusal_by_the_peer_that_is_taken_for_ours_is_found_out() {
        ContractRun.together(Contrite.class)
                .failsExactly("an_initiator_whose_key_is_not_trusted_is_refused_by_the_peer");
    }

    /** Hands a connection to whoever accepts before it asks whether the peer is trusted. */
    static class Hasty extends MemoryContract {
        @Override
        MemoryTransport make() {
            return new MemoryTransport() {
                @Override
                void askPeer(MemoryListener listener, PeerIdentity us) throws IOException {
                    if (!listener.ours.trusts().test(us)) {
                        listener.arrivals.add(connection(listener.ours, us));
                    }
                    super.askPeer(listener, us);
                }
            };
        }
    }

    @Test
    void a_listener_that_accepts_before_it_asks_is_found_out() {
        ContractRun.together(Hasty.class).failsExactly("a_peer_that_is_refused_is_never_accepted");
    }

    /** Asks again before each send. */
    static class Doubting extends MemoryContract {
        @Override
        MemoryTransport make() {
            return new MemoryTransport() {
                @Override
                MemoryStream stream(MemoryConnection connection, Pipe out, Pipe in) {
                    return new MemoryStream(connection, out, in) {
                        @Override
                        public void send(org.sluice.data.Source source) throws IOException {
                            if (!connection.other.ours.trusts().test(connection.other.peer)) {
                                throw new PeerRefusedException(By.PEER, "no longer trusted");
                            }
                            super.send(source);
                        }
                    };
                }
            };
        }
    }

    @Test
    void a_transport_that_asks_again_is_found_out() {
        ContractRun.together(Doubting.class)
                .failsExactly("whoever_is_let_in_stays_when_trust_ends_for_later_connections");
    }
}
