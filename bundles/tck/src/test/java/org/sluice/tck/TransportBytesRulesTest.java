package org.sluice.tck;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.transport.Credentials;
import org.sluice.transport.PeerIdentity;
import org.sluice.transport.Stream;

class TransportBytesRulesTest {

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
        ContractRun.together(OneWay.class).failsExactly("streams_of_both_ends_carry_bytes_both_ways_at_once");
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

    /** Copies single bytes only when they are received. */
    static class Keeping extends MemoryContract.OfPipes {
        @Override
        Pipe pipe() {
            return new Pipe() {
                private final Map<Long, MemorySegment> kept = new HashMap<>();

                @Override
                void copyIn(Source source, long at, MemorySegment to) throws IOException {
                    if (source instanceof Source.Memory memory && memory.length() == 1 && isOnHeap(memory)) {
                        kept.put(written, memory.segment());
                    } else {
                        super.copyIn(source, at, to);
                    }
                }

                private static boolean isOnHeap(Source.Memory memory) {
                    return memory.segment().heapBase().isPresent();
                }

                @Override
                void copyOut(Sink sink, long at, MemorySegment from) throws IOException {
                    for (long i = 0; i < from.byteSize() && !kept.isEmpty(); i++) {
                        MemorySegment late = kept.remove(read + i);
                        if (late != null) from.asSlice(i, 1).copyFrom(late);
                    }
                    super.copyOut(sink, at, from);
                }
            };
        }
    }

    @Test
    void a_stream_that_keeps_the_source_is_found_out() {
        ContractRun.together(Keeping.class).failsExactly("a_source_may_be_reused_as_soon_as_send_returns");
    }

    /** Has the bytes moved by a thread of its own. */
    static class Delegating extends MemoryContract.OfPipes {
        @Override
        Pipe pipe() {
            return new Pipe() {
                @Override
                void copyIn(Source source, long at, MemorySegment to) throws IOException {
                    IOException[] failure = new IOException[1];
                    RuntimeException[] wrong = new RuntimeException[1];
                    try {
                        Thread.ofVirtual()
                                .start(() -> {
                                    try {
                                        source.copyTo(at, to);
                                    } catch (IOException e) {
                                        failure[0] = e;
                                    } catch (RuntimeException e) {
                                        wrong[0] = e;
                                    }
                                })
                                .join();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    if (failure[0] != null) throw failure[0];
                    if (wrong[0] != null) throw wrong[0];
                }
            };
        }
    }

    @Test
    void a_stream_that_reads_confined_memory_from_a_thread_of_its_own_is_found_out() {
        ContractRun.together(Delegating.class)
                .failsExactly(
                        "bytes_arrive_whole_and_in_order_whatever_the_sizes",
                        "streams_of_both_ends_carry_bytes_both_ways_at_once",
                        "memory_of_heap_and_native_arenas_is_sent_and_filled",
                        "finishing_leaves_the_other_direction_open",
                        "what_comes_into_being_while_it_is_sent_is_asked_for_once_and_in_order",
                        "who_deals_with_bytes_as_they_arrive_is_given_each_once_and_in_order",
                        "a_parked_sender_goes_on_when_its_peer_receives_and_so_on");
    }

    /** Asks for all bytes once more, to be sure. */
    static class AskingTwice extends MemoryContract.OfPipes {
        @Override
        Pipe pipe() {
            return new Pipe() {
                @Override
                void copyIn(Source source, long at, MemorySegment to) throws IOException {
                    super.copyIn(source, at, to);
                    super.copyIn(source, at, to);
                }
            };
        }
    }

    @Test
    void a_stream_that_asks_twice_is_found_out() {
        ContractRun.together(AskingTwice.class)
                .failsExactly("what_comes_into_being_while_it_is_sent_is_asked_for_once_and_in_order");
    }

    /** Gives all bytes once more, to be sure. */
    static class GivingTwice extends MemoryContract.OfPipes {
        @Override
        Pipe pipe() {
            return new Pipe() {
                @Override
                void copyOut(Sink sink, long at, MemorySegment from) throws IOException {
                    super.copyOut(sink, at, from);
                    super.copyOut(sink, at, from);
                }
            };
        }
    }

    @Test
    void a_stream_that_gives_twice_is_found_out() {
        ContractRun.together(GivingTwice.class)
                .failsExactly("who_deals_with_bytes_as_they_arrive_is_given_each_once_and_in_order");
    }

    /** Goes on with a region where its first piece began. */
    static class Restarting extends MemoryContract.OfPipes {
        @Override
        Pipe pipe() {
            return new Pipe() {
                @Override
                void copyIn(Source source, long at, MemorySegment to) throws IOException {
                    switch (source) {
                        case Source.Memory _, Source.Flow _ -> super.copyIn(source, at, to);
                        case Source.Region _ -> super.copyIn(source, 0, to);
                    }
                }
            };
        }
    }

    @Test
    void a_stream_that_starts_again_in_a_region_is_found_out() {
        ContractRun.together(Restarting.class)
                .failsExactly(
                        "regions_of_files_are_sent_and_filled",
                        "regions_of_files_are_sent_and_filled_by_streams_for_contents");
    }

    /** Sends zeros for what a file no longer has. */
    static class Padding extends MemoryContract.OfPipes {
        @Override
        Pipe pipe() {
            return new Pipe() {
                @Override
                void copyIn(Source source, long at, MemorySegment to) throws IOException {
                    try {
                        super.copyIn(source, at, to);
                    } catch (EOFException shorter) {
                        to.fill((byte) 0);
                    }
                }
            };
        }
    }

    @Test
    void a_stream_that_pads_what_has_become_shorter_is_found_out() {
        ContractRun.together(Padding.class).failsExactly("a_file_that_has_become_shorter_fails_the_sending_call");
    }

    /** Takes a sink that fails for a stream that broke. */
    static class Rewording extends MemoryContract.OfPipes {
        @Override
        Pipe pipe() {
            return new Pipe() {
                @Override
                void copyOut(Sink sink, long at, MemorySegment from) throws IOException {
                    try {
                        super.copyOut(sink, at, from);
                    } catch (IOException failed) {
                        throw new IOException("the stream broke off", failed);
                    }
                }
            };
        }
    }

    @Test
    void a_stream_that_hides_why_a_sink_failed_is_found_out() {
        ContractRun.together(Rewording.class).failsExactly("a_sink_that_fails_fails_the_receiving_call");
    }

    /** Takes nothing for the end. */
    static class Nullable extends MemoryContract.OfPipes {
        @Override
        Pipe pipe() {
            return new Pipe() {
                @Override
                void write(Source source) throws IOException {
                    if (source.length() == 0) {
                        finish();
                    } else {
                        super.write(source);
                    }
                }

                @Override
                long read(Sink sink) throws IOException {
                    if (sink.length() == 0) throw new IllegalArgumentException("no room");
                    return super.read(sink);
                }
            };
        }
    }

    @Test
    void a_stream_that_cannot_do_nothing_is_found_out() {
        ContractRun.together(Nullable.class).failsExactly("an_empty_source_and_an_empty_sink_do_nothing");
    }

    /** Finishes once, and then fails. */
    static class Strict extends MemoryContract.OfPipes {
        @Override
        Pipe pipe() {
            return new Pipe() {
                @Override
                void finish() throws IOException {
                    if (finished) throw new IllegalStateException("finished");
                    super.finish();
                }
            };
        }
    }

    @Test
    void a_stream_that_finishes_only_once_is_found_out() {
        ContractRun.together(Strict.class)
                .failsExactly("receive_returns_less_when_the_peer_has_finished_and_nothing_after_that");
    }

    /** Takes an end right after the last byte that was asked for to be said, and waits for another. */
    static class Swallowing extends MemoryContract.OfPipes {
        @Override
        Pipe pipe() {
            return new Pipe() {
                @Override
                long read(Sink sink) throws IOException {
                    long received = super.read(sink);
                    swallowed = received == 7 && sink.length() == 7 && finished;
                    return received;
                }

                private boolean swallowed;

                @Override
                long atEnd(long received) throws IOException {
                    if (swallowed) throw new EOFException("the peer has finished");
                    return received;
                }
            };
        }
    }

    @Test
    void a_stream_that_has_told_its_end_with_the_last_byte_is_found_out() {
        ContractRun run = ContractRun.together(Swallowing.class);

        // where the random sizes of another sentence end in a sink of seven bytes, that one fails too
        assertTrue(
                run.failed().containsKey("the_end_comes_after_the_last_byte_even_to_a_sink_that_was_just_filled"),
                run::toString);
    }

    /** Finishes both directions at once. */
    static class Final extends MemoryContract {
        @Override
        MemoryTransport make() {
            return new MemoryTransport() {
                @Override
                MemoryStream stream(MemoryConnection connection, Pipe out, Pipe in) {
                    return new MemoryStream(connection, out, in) {
                        @Override
                        public void finish() throws IOException {
                            super.finish();
                            in.finish();
                        }
                    };
                }
            };
        }
    }

    @Test
    void a_stream_that_finishes_both_directions_is_found_out() {
        ContractRun run = ContractRun.together(Final.class);

        assertTrue(run.failed().containsKey("finishing_leaves_the_other_direction_open"), run::toString);
    }
}
