package org.sluice.tck;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.sluice.data.Sink;
import org.sluice.data.Source;

class TransportWaitingRulesTest {

    /** Keeps 24 MiB for a peer that does not receive. */
    static class Hoarding extends MemoryContract.OfPipes {

        /** What is all zeros is kept once, so that hundreds of such streams fit into memory. */
        private static final MemorySegment ZEROS = MemorySegment.ofArray(new byte[Pipe.CAPACITY]);

        @Override
        Pipe pipe() {
            return new Pipe() {
                private final Deque<MemorySegment> kept = new ArrayDeque<>();

                @Override
                long capacity() {
                    return 32 << 20;
                }

                @Override
                long take(Source source, long at, long most) throws IOException {
                    MemorySegment copy = MemorySegment.ofArray(new byte[(int) Math.min(most, ZEROS.byteSize())]);
                    copyIn(source, at, copy);
                    MemorySegment zeros = ZEROS.asSlice(0, copy.byteSize());
                    kept.add(copy.mismatch(zeros) == -1 ? zeros : copy);
                    return copy.byteSize();
                }

                @Override
                long give(Sink sink, long at, long most) throws IOException {
                    MemorySegment first = kept.remove();
                    long part = Math.min(most, first.byteSize());
                    copyOut(sink, at, first.asSlice(0, part));
                    if (part < first.byteSize()) kept.addFirst(first.asSlice(part));
                    return part;
                }
            };
        }
    }

    @Test
    void a_stream_that_keeps_more_than_24_MiB_for_a_peer_that_stops_is_found_out() {
        ContractRun.together(Hoarding.class)
                .failsExactly(
                        "a_sender_whose_peer_does_not_receive_is_parked_within_24_MiB",
                        "a_sender_whose_peer_stops_receiving_in_full_flow_is_parked_within_24_MiB");
    }

    /** Has 28 MiB of room for a stream that has carried half a GiB, as a socket has whose buffer grows. */
    static class Growing extends MemoryContract.OfPipes {
        @Override
        Pipe pipe() {
            return new Pipe() {
                @Override
                long give(Sink sink, long at, long most) throws IOException {
                    long given = super.give(sink, at, most);
                    if (read > 512 << 20 && read + given == written && capacity() < 28 << 20) {
                        enlarge(28 << 20);
                        read -= given;
                    }
                    return given;
                }
            };
        }
    }

    @Test
    void a_stream_whose_room_grows_with_the_flow_is_found_out() {
        ContractRun.together(Growing.class)
                .failsExactly("a_sender_whose_peer_stops_receiving_in_full_flow_is_parked_within_24_MiB");
    }

    /** Wakes a parked sender once in its life. */
    static class OnceAwake extends MemoryContract.OfPipes {
        @Override
        Pipe pipe() {
            return new Pipe() {
                private boolean parked;
                private boolean woken;

                @Override
                void waitToWrite() throws IOException {
                    parked = true;
                    super.waitToWrite();
                    woken = true;
                }

                @Override
                void wakeWriter() {
                    if (!parked || !woken) super.wakeWriter();
                }
            };
        }
    }

    @Test
    void a_stream_that_forgets_to_wake_its_sender_is_found_out() {
        ContractRun run = ContractRun.together(OnceAwake.class);

        assertTrue(run.failed().containsKey("a_parked_sender_goes_on_when_its_peer_receives_and_so_on"), run::toString);
    }

    /** Waits on, whoever interrupts. */
    static class Stubborn extends MemoryContract.OfPipes {
        @Override
        Pipe pipe() {
            return new Pipe() {
                @Override
                void await() {
                    changed.awaitUninterruptibly();
                }
            };
        }
    }

    @Test
    void a_stream_that_cannot_be_interrupted_is_found_out() {
        ContractRun.together(Stubborn.class)
                .failsExactly("interrupting_a_parked_call_fails_it_with_InterruptedIOException_and_leaves_the_flag");
    }

    /** Fails when interrupted, and does not leave the flag. */
    static class Flagless extends MemoryContract.OfPipes {
        @Override
        Pipe pipe() {
            return new Pipe() {
                @Override
                void await() throws IOException {
                    try {
                        changed.await();
                    } catch (InterruptedException interrupted) {
                        throw new InterruptedIOException("waiting: interrupted");
                    }
                }
            };
        }
    }

    @Test
    void a_stream_that_loses_the_flag_of_an_interrupt_is_found_out() {
        ContractRun.together(Flagless.class)
                .failsExactly("interrupting_a_parked_call_fails_it_with_InterruptedIOException_and_leaves_the_flag");
    }

    /** Once there are many streams, a native function waits for a sender, or for a receiver. */
    abstract static class Pinning extends MemoryContract {

        abstract boolean pinsSenders();

        @Override
        MemoryTransport make() {
            Pin.prepare();
            return new MemoryTransport() {
                @Override
                Pipe pipe(MemoryConnection sender) {
                    boolean many = sender.streams.size() > 100;
                    return new Pipe() {
                        @Override
                        void waitToWrite() throws IOException {
                            if (many && pinsSenders()) Pin.await(changed);
                            else super.waitToWrite();
                        }

                        @Override
                        void waitToRead() throws IOException {
                            if (many && !pinsSenders()) Pin.await(changed);
                            else super.waitToRead();
                        }
                    };
                }
            };
        }
    }

    static class PinningSender extends Pinning {
        @Override
        boolean pinsSenders() {
            return true;
        }
    }

    static class PinningReceiver extends Pinning {
        @Override
        boolean pinsSenders() {
            return false;
        }
    }

    @Test
    void a_sender_that_pins_its_carrier_is_found_out() {
        ContractRun.of(PinningSender.class)
                .failsExactly("hundreds_of_parked_senders_leave_every_other_virtual_thread_running");
    }

    @Test
    void a_receiver_that_pins_its_carrier_is_found_out() {
        ContractRun.of(PinningReceiver.class)
                .failsExactly("hundreds_of_parked_receivers_leave_every_other_virtual_thread_running");
    }
}
