package org.sluice.tck;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.sluice.transport.Connection;
import org.sluice.transport.Credentials;
import org.sluice.transport.Endpoint;
import org.sluice.transport.Listener;
import org.sluice.transport.PeerIdentity;

class TransportReachRulesTest {

    /** Tells another name of the host than it was asked to listen at. */
    static class Renaming extends MemoryContract {
        @Override
        MemoryTransport make() {
            return new MemoryTransport() {
                @Override
                MemoryListener listener(Credentials ours, ServerSocket port, Endpoint local) {
                    return super.listener(ours, port, new Endpoint("localhost", local.port()));
                }

                @Override
                public Connection connect(Endpoint peer, Credentials ours) throws IOException {
                    String host = peer.host().equals("localhost") ? HERE : peer.host();
                    return super.connect(new Endpoint(host, peer.port()), ours);
                }
            };
        }
    }

    @Test
    void a_listener_that_renames_its_host_is_found_out() {
        ContractRun.together(Renaming.class).failsExactly("a_listener_tells_the_port_it_took");
    }

    /** Waits where it was told that nobody is there. */
    static class Hoping extends MemoryContract {
        @Override
        MemoryTransport make() {
            return new MemoryTransport() {
                @Override
                Connection dial(Endpoint peer) throws IOException {
                    throw new SocketTimeoutException("no answer");
                }
            };
        }
    }

    @Test
    void a_transport_that_takes_a_refused_connection_for_silence_is_found_out() {
        ContractRun.together(Hoping.class).failsExactly("connecting_where_nobody_listens_fails_with_ConnectException");
    }

    /** Whose first address is somebody else's as soon as it is free. */
    static class Overtaken extends MemoryContract {
        @Override
        MemoryTransport make() {
            return new MemoryTransport() {

                private boolean overtaken;

                @Override
                Connection dial(Endpoint peer) throws IOException {
                    if (overtaken) return super.dial(peer);
                    overtaken = true;
                    throw new SocketTimeoutException("somebody else listens here");
                }
            };
        }
    }

    @Test
    void an_address_that_somebody_else_took_is_not_held_against_a_transport() {
        ContractRun run = ContractRun.together(Overtaken.class);

        assertTrue(run.held().contains("connecting_where_nobody_listens_fails_with_ConnectException"));
    }

    /** Never gives up a responder that says nothing. */
    static class Patient extends MemoryContract {
        @Override
        MemoryTransport make() {
            return new MemoryTransport() {
                @Override
                Connection dial(Endpoint peer) throws IOException {
                    try (Socket socket = new Socket(peer.host(), peer.port())) {
                        int word = socket.getInputStream().read();
                        throw new IOException("the peer says " + word);
                    }
                }
            };
        }
    }

    @Test
    void a_transport_that_waits_for_ever_is_found_out() {
        ContractRun.together(Patient.class).failsExactly("a_responder_that_says_nothing_is_given_up_after_ten_seconds");
    }

    /** Does not say where it cannot listen. */
    static class Curt extends MemoryContract {
        @Override
        MemoryTransport make() {
            return new MemoryTransport() {
                @Override
                BindException taken(Endpoint local) {
                    return new BindException("Address already in use");
                }
            };
        }
    }

    @Test
    void a_failure_that_does_not_say_where_is_found_out() {
        ContractRun.together(Curt.class)
                .failsExactly("listening_where_somebody_listens_fails_with_BindException_that_says_where");
    }

    /** Keeps its port when it is closed, and answers nobody there. */
    static class Occupying extends MemoryContract {

        static final List<ServerSocket> KEPT = new CopyOnWriteArrayList<>();

        @Override
        MemoryTransport make() {
            return new MemoryTransport() {
                @Override
                MemoryListener listener(Credentials ours, ServerSocket port, Endpoint local) {
                    return new MemoryListener(this, ours, port, local) {
                        @Override
                        void free() {
                            KEPT.add(port);
                        }
                    };
                }
            };
        }

        @AfterAll
        static void end() throws IOException {
            for (ServerSocket port : KEPT) {
                port.close();
            }
        }
    }

    @Test
    void a_listener_that_keeps_its_address_is_found_out() {
        ContractRun.together(Occupying.class)
                .failsExactly(
                        "an_address_is_free_again_when_its_listener_is_closed_and_its_connections_have_ended",
                        "connecting_where_nobody_listens_fails_with_ConnectException",
                        "what_is_closed_leaves_no_descriptor_behind");
    }

    /** Says of a host without address what it says of one where nobody listens. */
    static class Confusing extends MemoryContract {
        @Override
        MemoryTransport make() {
            return new MemoryTransport() {
                @Override
                public Connection connect(Endpoint peer, Credentials ours) throws IOException {
                    return super.connect(new Endpoint(HERE, peer.port()), ours);
                }
            };
        }
    }

    @Test
    void a_transport_that_does_not_look_at_the_host_is_found_out() {
        ContractRun.together(Confusing.class).failsExactly("a_host_without_address_fails_with_UnknownHostException");
    }

    /** Lets whoever arrives stay. */
    static class Hospitable extends MemoryContract {
        @Override
        MemoryTransport make() {
            return new MemoryTransport() {
                @Override
                MemoryListener listener(Credentials ours, ServerSocket port, Endpoint local) {
                    return new MemoryListener(this, ours, port, local) {
                        @Override
                        void knocked(Socket somebody) {
                            guests.add(somebody);
                        }

                        private final List<Socket> guests = new CopyOnWriteArrayList<>();
                    };
                }
            };
        }
    }

    @Test
    void a_listener_that_keeps_whoever_stalls_is_found_out() {
        ContractRun.together(Hospitable.class)
                .failsExactly("peers_that_stall_or_talk_nonsense_hold_up_nobody_and_are_dropped");
    }

    /** Answers a datagram with twelve times as much, and says at once of a responder that says nothing that nobody is there. */
    static class Talkative extends MemoryContract {

        @Override
        protected Optional<InetSocketAddress> rawAddress(Listener listener) {
            try {
                DatagramSocket answering = closedLater(new DatagramSocket(0, InetAddress.getLoopbackAddress()));
                answering.setReceiveBufferSize(4 << 20); // so that nothing is lost while this thread waits for its turn
                Thread.ofPlatform().daemon().name("talkative").start(() -> answer(answering));
                return Optional.of((InetSocketAddress) answering.getLocalSocketAddress());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        protected boolean ofDatagrams() {
            return true;
        }

        private static void answer(DatagramSocket answering) {
            DatagramPacket said = new DatagramPacket(new byte[65_536], 65_536);
            try {
                while (true) {
                    answering.receive(said);
                    for (int i = 0; i < 12; i++) {
                        answering.send(new DatagramPacket(said.getData(), said.getLength(), said.getSocketAddress()));
                    }
                }
            } catch (IOException closed) {
                // The test is over.
            }
        }
    }

    @Test
    void a_listener_that_answers_strangers_at_length_is_found_out() {
        ContractRun.together(Talkative.class)
                .failsExactly(
                        "a_responder_that_says_nothing_is_given_up_after_ten_seconds",
                        "peers_that_stall_or_talk_nonsense_hold_up_nobody_and_are_dropped");
    }

    /** Makes its round trips up. */
    static class Slow extends MemoryContract {
        @Override
        MemoryTransport make() {
            return new MemoryTransport() {
                @Override
                MemoryConnection connection(Credentials ours, PeerIdentity peer) {
                    return new MemoryConnection(this, ours, peer) {
                        @Override
                        public Optional<Duration> roundTrip() {
                            return Optional.of(Duration.ofDays(1));
                        }
                    };
                }
            };
        }
    }

    @Test
    void a_round_trip_longer_than_the_connection_is_old_is_found_out() {
        ContractRun.together(Slow.class)
                .failsExactly("a_round_trip_that_is_told_took_no_longer_than_the_connection_is_old");
    }
}
