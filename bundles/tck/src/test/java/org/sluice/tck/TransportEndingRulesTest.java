package org.sluice.tck;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.sluice.transport.Credentials;
import org.sluice.transport.Endpoint;
import org.sluice.transport.PeerIdentity;

class TransportEndingRulesTest {

    /** Takes a peer that let go for one that has finished. */
    static class Abrupt extends MemoryContract.OfPipes {
        @Override
        Pipe pipe() {
            return new Pipe() {
                @Override
                long broken(long received) {
                    return received;
                }
            };
        }
    }

    @Test
    void a_stream_that_takes_an_abort_for_an_end_is_found_out() {
        ContractRun.together(Abrupt.class)
                .failsExactly(
                        "a_stream_let_go_before_it_was_finished_is_an_error_and_no_end",
                        "a_stream_let_go_before_it_was_finished_is_an_error_to_whoever_comes_later",
                        "closing_a_connection_ends_everything_at_the_other_end",
                        "hundreds_of_parked_receivers_leave_every_other_virtual_thread_running");
    }

    /** Tells those who wait that the peer let go, and forgets it. */
    static class Forgetful extends MemoryContract.OfPipes {
        @Override
        Pipe pipe() {
            return new Pipe() {
                private boolean waited;

                @Override
                void waitToRead() throws IOException {
                    waited = true;
                    super.waitToRead();
                }

                @Override
                long broken(long received) throws IOException {
                    return waited ? super.broken(received) : received;
                }
            };
        }
    }

    @Test
    void a_stream_that_forgets_an_abort_is_found_out() {
        ContractRun.together(Forgetful.class)
                .failsExactly("a_stream_let_go_before_it_was_finished_is_an_error_to_whoever_comes_later");
    }

    /** Sends to nobody when the peer has let go. */
    static class Indifferent extends MemoryContract.OfPipes {
        @Override
        Pipe pipe() {
            return new Pipe() {
                @Override
                void checkWriter() throws IOException {
                    if (writerClosed) super.checkWriter();
                }

                @Override
                void closeReader() {
                    lock.lock();
                    try {
                        super.closeReader();
                        read = written;
                    } finally {
                        lock.unlock();
                    }
                }

                @Override
                void wakeReader() {
                    if (readerClosed) {
                        read = written;
                    } else {
                        super.wakeReader();
                    }
                }
            };
        }
    }

    @Test
    void a_stream_that_sends_to_nobody_is_found_out() {
        ContractRun.together(Indifferent.class)
                .failsExactly(
                        "sending_to_a_peer_that_let_go_is_an_error",
                        "closing_a_connection_ends_everything_at_the_other_end");
    }

    /** Drops what is on its way when the connection is closed, although it was finished. */
    static class Rash extends MemoryContract {
        @Override
        MemoryTransport make() {
            return new MemoryTransport() {
                @Override
                MemoryConnection connection(Credentials ours, PeerIdentity peer) {
                    return new MemoryConnection(this, ours, peer) {
                        @Override
                        public void close() {
                            streams.forEach(stream -> stream.out.finished = false);
                            super.close();
                        }
                    };
                }
            };
        }
    }

    @Test
    void a_connection_that_drops_what_was_finished_is_found_out() {
        ContractRun.together(Rash.class)
                .failsExactly("what_was_finished_arrives_although_its_sender_closes_the_connection_then");
    }

    /** Has, once there have been many streams, whoever is slower find the stream broken instead of ended. */
    static class Rude extends MemoryContract {
        @Override
        MemoryTransport make() {
            return new MemoryTransport() {
                @Override
                Pipe pipe(MemoryConnection sender) {
                    boolean rude = sender.initiator && sender.streams.size() > 45;
                    return new Pipe() {
                        @Override
                        long atEnd(long received) throws IOException {
                            while (rude && !writerClosed) {
                                waitToRead();
                            }
                            return rude ? broken(received) : received;
                        }
                    };
                }
            };
        }
    }

    @Test
    void a_stream_that_breaks_off_for_whoever_is_slower_is_found_out() {
        ContractRun.together(Rude.class).failsExactly("finishing_and_receiving_to_the_end_at_both_ends_is_a_clean_end");
    }

    /** Ends the connection with a stream that breaks off. */
    static class Drastic extends MemoryContract {
        @Override
        MemoryTransport make() {
            return new MemoryTransport() {
                @Override
                MemoryStream stream(MemoryConnection connection, Pipe out, Pipe in) {
                    return new MemoryStream(connection, out, in) {
                        @Override
                        public void close() {
                            boolean clean = out.finished || out.writerClosed;
                            super.close();
                            if (!clean) connection.close();
                        }
                    };
                }
            };
        }
    }

    @Test
    void a_stream_that_takes_its_connection_along_is_found_out() {
        ContractRun.together(Drastic.class).failsExactly("a_stream_that_ends_either_way_leaves_the_others_alone");
    }

    /** Wakes nobody who waits to receive when our end is closed. */
    static class Sleeping extends MemoryContract.OfPipes {
        @Override
        Pipe pipe() {
            return new Pipe() {
                @Override
                void closeReader() {
                    lock.lock();
                    try {
                        readerClosed = true;
                    } finally {
                        lock.unlock();
                    }
                }
            };
        }
    }

    @Test
    void a_stream_whose_close_does_not_wake_is_found_out() {
        ContractRun.together(Sleeping.class)
                .failsExactly(
                        "closing_a_stream_wakes_its_calls_with_ClosedChannelException",
                        "closing_a_connection_wakes_every_call_at_our_end_with_ClosedChannelException",
                        "closing_a_connection_ends_everything_at_the_other_end",
                        "sending_to_a_peer_that_let_go_is_an_error");
    }

    /** Wakes nobody who waits to accept. */
    static class Unanswered extends MemoryContract {
        @Override
        MemoryTransport make() {
            return new MemoryTransport() {
                @Override
                <T> Arrivals<T> arrivals() {
                    return new Arrivals<>() {
                        @Override
                        void wake() {}
                    };
                }
            };
        }
    }

    @Test
    void a_listener_or_connection_whose_close_does_not_wake_is_found_out() {
        ContractRun.together(Unanswered.class)
                .failsExactly(
                        "closing_a_listener_wakes_accept_with_ClosedChannelException",
                        "closing_a_connection_wakes_every_call_at_our_end_with_ClosedChannelException",
                        "closing_a_connection_ends_everything_at_the_other_end");
    }

    /** Closes our end alone. */
    static class Leaving extends MemoryContract {
        @Override
        MemoryTransport make() {
            return new MemoryTransport() {
                @Override
                MemoryConnection connection(Credentials ours, PeerIdentity peer) {
                    return new MemoryConnection(this, ours, peer) {
                        @Override
                        public void close() {
                            streams.forEach(MemoryStream::close);
                            end();
                        }
                    };
                }
            };
        }
    }

    @Test
    void a_connection_that_does_not_tell_its_peer_is_found_out() {
        ContractRun.together(Leaving.class).failsExactly("closing_a_connection_ends_everything_at_the_other_end");
    }

    /** Takes along whom it has accepted. */
    static class Possessive extends MemoryContract {
        @Override
        MemoryTransport make() {
            return new MemoryTransport() {
                @Override
                MemoryListener listener(Credentials ours, java.net.ServerSocket port, Endpoint local) {
                    return new MemoryListener(this, ours, port, local) {
                        @Override
                        public void close() {
                            super.close();
                            accepted.forEach(MemoryConnection::close);
                        }
                    };
                }
            };
        }
    }

    @Test
    void a_listener_that_closes_what_it_accepted_is_found_out() {
        ContractRun.together(Possessive.class).failsExactly("connections_already_accepted_outlive_their_listener");
    }
}
