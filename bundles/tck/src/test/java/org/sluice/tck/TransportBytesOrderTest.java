package org.sluice.tck;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.transport.Credentials;
import org.sluice.transport.PeerIdentity;
import org.sluice.transport.Stream;

/** Streams that lose, reorder or mix up what they carry, or carry it in one direction only. */
class TransportBytesOrderTest {

    /** Loses a byte after each MiB. */
    static class Dropping extends MemoryContract.OfPipes {
        @Override
        Pipe pipe() {
            return new Pipe() {
                private long next = 1 << 20;

                @Override
                long take(Source source, long at, long most) throws IOException {
                    long taken = super.take(source, at, most);
                    if (written + taken >= next) {
                        next = written + taken + (1 << 20);
                        written--;
                    }
                    return taken;
                }
            };
        }
    }

    @Test
    void a_stream_that_drops_bytes_is_found_out() {
        ContractRun.together(Dropping.class)
                .failsExactly(
                        "bytes_arrive_whole_and_in_order_whatever_the_sizes",
                        "streams_of_both_ends_carry_bytes_both_ways_at_once",
                        "regions_of_files_are_sent_and_filled",
                        "regions_of_files_are_sent_and_filled_by_streams_for_contents",
                        "finishing_leaves_the_other_direction_open",
                        "memory_of_heap_and_native_arenas_is_sent_and_filled",
                        "a_parked_sender_goes_on_when_its_peer_receives_and_so_on");
    }

    /** Exchanges the halves of what it takes at once, when that is much. */
    static class Reordering extends MemoryContract.OfPipes {
        @Override
        Pipe pipe() {
            return new Pipe() {
                @Override
                void copyIn(Source source, long at, MemorySegment to) throws IOException {
                    long half = to.byteSize() / 2;
                    if (half < 16 * 1024) {
                        super.copyIn(source, at, to);
                    } else {
                        super.copyIn(source, at, to.asSlice(half));
                        super.copyIn(source, at + to.byteSize() - half, to.asSlice(0, half));
                    }
                }
            };
        }
    }

    @Test
    void a_stream_that_reorders_bytes_is_found_out() {
        ContractRun.together(Reordering.class)
                .failsExactly(
                        "bytes_arrive_whole_and_in_order_whatever_the_sizes",
                        "streams_of_both_ends_carry_bytes_both_ways_at_once",
                        "memory_of_heap_and_native_arenas_is_sent_and_filled",
                        "regions_of_files_are_sent_and_filled",
                        "regions_of_files_are_sent_and_filled_by_streams_for_contents",
                        "finishing_leaves_the_other_direction_open",
                        "a_parked_sender_goes_on_when_its_peer_receives_and_so_on",
                        "what_comes_into_being_while_it_is_sent_is_asked_for_once_and_in_order",
                        "who_deals_with_bytes_as_they_arrive_is_given_each_once_and_in_order");
    }

    /** Has one lock for both directions. */
    static class OneWay extends MemoryContract {
        @Override
        MemoryTransport make() {
            return new MemoryTransport() {
                @Override
                MemoryStream stream(MemoryConnection connection, Pipe out, Pipe in) {
                    return new MemoryStream(connection, out, in) {
                        private final ReentrantLock either = new ReentrantLock();

                        @Override
                        public void send(Source source) throws IOException {
                            either.lock();
                            try {
                                super.send(source);
                            } finally {
                                either.unlock();
                            }
                        }

                        @Override
                        public long receive(Sink sink) throws IOException {
                            either.lock();
                            try {
                                return super.receive(sink);
                            } finally {
                                either.unlock();
                            }
                        }
                    };
                }
            };
        }
    }

    @Test
    void a_stream_that_sends_or_receives_but_not_both_is_found_out() {
        ContractRun.together(OneWay.class)
                .failsExactly(
                        "streams_of_both_ends_carry_bytes_both_ways_at_once",
                        "any_sequence_of_calls_keeps_content_and_order_and_each_direction_ends_by_itself");
    }

    /** Its responder opens nothing. */
    static class Answering extends MemoryContract {
        @Override
        MemoryTransport make() {
            return new MemoryTransport() {
                @Override
                MemoryConnection connection(Credentials ours, PeerIdentity peer) {
                    return new MemoryConnection(this, ours, peer) {
                        @Override
                        public Stream open() throws IOException {
                            if (!initiator) throw new IOException("only who dialled can open a stream");
                            return super.open();
                        }
                    };
                }
            };
        }
    }

    @Test
    void a_responder_that_cannot_open_streams_is_found_out() {
        ContractRun.together(Answering.class)
                .failsExactly(
                        "any_sequence_of_calls_keeps_content_and_order_and_each_direction_ends_by_itself",
                        "contents_travel_in_clear_only_where_both_peers_allow_it_and_nothing_else_ever_does",
                        "streams_of_both_ends_carry_bytes_both_ways_at_once",
                        "either_end_opens_streams_from_many_threads_and_the_other_accepts_each_once",
                        "a_stream_that_ends_either_way_leaves_the_others_alone",
                        "closing_a_connection_ends_everything_at_the_other_end",
                        "what_is_closed_leaves_no_thread_behind",
                        "what_is_closed_leaves_no_descriptor_behind");
    }

    /** Holds a word back until more is sent. */
    static class Lazy extends MemoryContract.OfPipes {
        @Override
        Pipe pipe() {
            return new Pipe() {
                private MemorySegment held = MemorySegment.NULL;

                @Override
                void write(Source source) throws IOException {
                    release();
                    if (source instanceof Source.Memory memory && 0 < memory.length() && memory.length() <= 4) {
                        held = MemorySegment.ofArray(memory.segment().toArray(ValueLayout.JAVA_BYTE));
                    } else {
                        super.write(source);
                    }
                }

                private void release() throws IOException {
                    MemorySegment due = held;
                    held = MemorySegment.NULL;
                    super.write(new Source.Memory(due));
                }

                @Override
                void finish() throws IOException {
                    release();
                    super.finish();
                }
            };
        }
    }

    @Test
    void a_stream_that_waits_for_more_before_it_sends_is_found_out() {
        ContractRun.together(Lazy.class)
                .failsExactly(
                        "what_was_sent_leaves_without_another_call",
                        "a_round_trip_that_is_told_took_no_longer_than_the_connection_is_old",
                        "a_source_may_be_reused_as_soon_as_send_returns",
                        "an_empty_source_and_an_empty_sink_do_nothing");
    }
}
