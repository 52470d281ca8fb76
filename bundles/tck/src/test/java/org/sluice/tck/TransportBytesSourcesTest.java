package org.sluice.tck;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sluice.data.Sink;
import org.sluice.data.Source;

/** Streams that mistreat what bytes come from and go to. */
class TransportBytesSourcesTest {

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
                        "any_sequence_of_calls_keeps_content_and_order_and_each_direction_ends_by_itself",
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
}
