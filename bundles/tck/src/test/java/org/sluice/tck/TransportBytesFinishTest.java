package org.sluice.tck;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.sluice.data.Sink;
import org.sluice.data.Source;

/** Streams whose ends are not what they owe. */
class TransportBytesFinishTest {

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
        ContractRun.together(Nullable.class)
                .failsExactly(
                        "an_empty_source_and_an_empty_sink_do_nothing",
                        "any_sequence_of_calls_keeps_content_and_order_and_each_direction_ends_by_itself");
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
