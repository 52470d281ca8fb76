package org.sluice.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.transport.Listener;
import org.sluice.transport.Stream;

/** How calls wait: bounded, parked, interruptible. */
abstract class TransportWaitingRules extends TransportEndingRules {

    private static final long BOUND = 24L << 20;
    private static final int STEP = 64 * 1024;
    private static final int HUNDREDS = 400;

    @Test
    void a_sender_whose_peer_does_not_receive_is_parked_within_24_MiB() throws Exception {
        Opened stream = stream();

        long sent = sentUntilParked(stream.near(), 0);

        assertTrue(sent <= BOUND, sent + " bytes were taken");
    }

    @Test
    void a_sender_whose_peer_stops_receiving_in_full_flow_is_parked_within_24_MiB() throws Exception {
        Opened stream = stream();
        long flow = 1L << 30;
        Call<Void> receiving = Call.running(() -> {
            MemorySegment room = MemorySegment.ofArray(new byte[1 << 20]);
            for (long at = 0; at < flow; at += room.byteSize()) {
                stream.far().receive(new Sink.Memory(room));
            }
        });

        long sent = sentUntilParked(stream.near(), flow);

        receiving.result();
        assertTrue(sent - flow <= BOUND, sent - flow + " bytes were taken");
    }

    /** The bytes taken when the sender, having sent {@code atLeast}, keeps still; it is left parked. */
    private static long sentUntilParked(Stream stream, long atLeast) throws Exception {
        AtomicLong sent = new AtomicLong();
        Call<Void> sending = Call.running(() -> {
            Source step = new Source.Memory(MemorySegment.ofArray(new byte[STEP]));
            while (true) {
                stream.send(step);
                if (sent.addAndGet(STEP) > 2 * BOUND + atLeast) {
                    throw new AssertionError("no end of sending");
                }
            }
        });
        Condition.met("the flow has gone by", () -> sent.get() >= atLeast || sending.isDone());
        Condition.settled("the sender", sent::get);
        sending.parked();
        return sent.get();
    }

    @Test
    void a_parked_sender_goes_on_when_its_peer_receives_and_so_on() throws Exception {
        long seed = System.nanoTime();
        RandomGenerator random = Bytes.random(seed);
        Opened stream = stream();
        long length = 40L << 20;
        Call<Void> sending = Call.running(() -> Bytes.send(stream.near(), seed, length));

        MemorySegment room = MemorySegment.ofArray(new byte[3 << 20]);
        long at = 0;
        for (long received = 1; received > 0; at += received) {
            if (random.nextInt(4) == 0 && !sending.isDone()) {
                Condition.met("the sender is parked again", () -> sending.isWaiting() || sending.isDone());
            }
            MemorySegment part = room.asSlice(0, random.nextLong(1, room.byteSize()));
            received = stream.far().receive(new Sink.Memory(part));
            Bytes.check(part.asSlice(0, received), seed, at);
        }

        sending.result();
        assertEquals(length, at);
    }

    @Test
    void interrupting_a_parked_call_fails_it_with_InterruptedIOException_and_leaves_the_flag() throws Exception {
        Listener listener = listen();
        Connected peers = connected(listener);
        Opened stream = stream(peers.initiator(), peers.responder());

        List<Call<Boolean>> calls = List.of(
                Call.of(() -> interrupted(() -> Bytes.text(stream.near(), 1))),
                Call.of(() -> interrupted(() -> sendForEver(stream.near()))),
                Call.of(() -> interrupted(() -> peers.initiator().accept().close())),
                Call.of(() -> interrupted(() -> peers.responder().accept().close())),
                Call.of(() -> interrupted(() -> listener.accept().close())));

        for (Call<Boolean> call : calls) {
            call.parked().interrupt();
            assertTrue(call.result(), "the flag is set");
        }
    }

    private static boolean interrupted(IoCall call) {
        return thrownBy(call).filter(InterruptedIOException.class::isInstance).isPresent()
                && Thread.currentThread().isInterrupted();
    }

    @Test
    void hundreds_of_parked_senders_leave_every_other_virtual_thread_running() throws Exception {
        Connected peers = connected();
        List<Stream> streams = new ArrayList<>();
        for (int i = 0; i < HUNDREDS; i++) {
            streams.add(stream(peers.initiator(), peers.responder()).near());
        }

        List<Call<Void>> senders = new ArrayList<>();
        for (Stream stream : streams) {
            senders.add(Call.running(() -> sendForEver(stream)));
        }
        for (Call<Void> sender : senders) {
            sender.parked();
        }

        assertEquals("running", Call.of(() -> "running").result());
        peers.initiator().close();
        for (Call<Void> sender : senders) {
            sender.failure(ClosedChannelException.class);
        }
    }

    @Test
    void hundreds_of_parked_receivers_leave_every_other_virtual_thread_running() throws Exception {
        Connected peers = connected();
        List<Call<String>> receivers = new ArrayList<>();
        for (int i = 0; i < HUNDREDS; i++) {
            Stream stream = stream(peers.initiator(), peers.responder()).near();
            receivers.add(Call.of(() -> Bytes.text(stream, 1)));
        }
        for (Call<String> receiver : receivers) {
            receiver.parked();
        }

        assertEquals("running", Call.of(() -> "running").result());
        peers.responder().close();
        for (Call<String> receiver : receivers) {
            receiver.failure(IOException.class);
        }
    }
}
