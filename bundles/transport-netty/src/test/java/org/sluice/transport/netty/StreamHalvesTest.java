package org.sluice.transport.netty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCounted;
import io.netty.util.concurrent.Future;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sluice.data.RawHandle;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.tck.Condition;

/** Incoming and Outgoing on a channel that is no socket: what they cut, count, bound and release. */
class StreamHalvesTest {

    private static final int MIB = 1 << 20;

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Incoming incoming = new Incoming(Carrier.of(channel), Incoming.FULL);
    private final Outgoing outgoing = new Outgoing(Carrier.of(channel));

    private static byte[] received(Incoming incoming, int most) throws IOException {
        byte[] room = new byte[most];
        long length = incoming.receive(new Sink.Memory(MemorySegment.ofArray(room)));
        return java.util.Arrays.copyOf(room, (int) length);
    }

    private static ByteBuf record(int length) {
        return Unpooled.buffer(4 + length).writeInt(length).writeZero(length);
    }

    @Test
    void records_are_put_together_however_they_are_cut() throws IOException {
        ByteBuf bytes = Unpooled.buffer()
                .writeInt(2)
                .writeBytes(new byte[] {1, 2})
                .writeInt(1)
                .writeByte(3)
                .writeInt(0);
        while (bytes.isReadable()) {
            incoming.arrived(bytes.readRetainedSlice(1));
        }

        assertArrayEquals(new byte[] {1, 2, 3}, received(incoming, 10));
        assertEquals(0, received(incoming, 10).length, "the peer has finished");
        bytes.release();
        assertEquals(0, bytes.refCnt(), "every piece was let go");
    }

    @Test
    void a_record_of_more_than_two_GiB_is_refused() {
        ByteBuf bytes = Unpooled.buffer().writeInt(-1);

        assertThrows(IOException.class, () -> incoming.arrived(bytes));
        assertEquals(0, bytes.refCnt());
    }

    @Test
    void whoever_sends_after_the_last_record_is_refused() throws IOException {
        incoming.arrived(record(0));

        assertThrows(IOException.class, () -> incoming.arrived(record(1)));
    }

    @Test
    void a_full_queue_stops_reading_and_a_half_empty_one_goes_on() throws IOException {
        while (channel.config().isAutoRead()) {
            incoming.arrived(record(64 * 1024));
        }

        received(incoming, 256 * 1024);
        channel.runPendingTasks();
        assertFalse(channel.config().isAutoRead(), "it is still more than half full");
        received(incoming, 320 * 1024);
        channel.runPendingTasks();
        assertTrue(channel.config().isAutoRead());
    }

    @Test
    void a_peer_that_sends_byte_by_byte_fills_the_queue_long_before_a_MiB() throws IOException {
        int records = 0;
        for (; channel.config().isAutoRead(); records++) {
            incoming.arrived(record(1));
        }

        assertTrue(records < MIB / 100, records + " records of one byte");
        assertEquals(records, received(incoming, records).length);
    }

    @Test
    @Timeout(60)
    void who_is_woken_takes_all_that_has_come_and_is_not_woken_for_the_next_piece() throws Exception {
        int worthwhile = 128 * 1024;
        int piece = 8 * 1024;
        AtomicLong taken = new AtomicLong();
        Thread receiver = Thread.ofPlatform().start(() -> {
            try {
                incoming.receive(counting(MIB, taken));
            } catch (IOException closed) {
                // as the test ends it
            }
        });
        awaitParked(receiver);

        for (int come = piece; come < worthwhile; come += piece) {
            incoming.arrived(record(piece));
            assertEquals(0, taken.get(), "woken for " + come + " bytes");
        }
        incoming.arrived(record(piece));
        Condition.met("it takes what has come", () -> taken.get() >= worthwhile);
        awaitParked(receiver);
        incoming.arrived(record(piece));
        awaitParked(receiver);
        assertEquals(worthwhile, taken.get(), "the next piece is not worth waking for");

        incoming.close();
        receiver.join();
    }

    /** Whoever parks may wake by itself: a second thread makes that happen all the time. */
    @Test
    @Timeout(60)
    void a_pause_that_comes_when_all_has_been_taken_is_no_end() throws Exception {
        AtomicLong taken = new AtomicLong();
        AtomicLong come = new AtomicLong();
        Incoming incoming =
                new Incoming(pausing(() -> Condition.met("all is taken", () -> taken.get() == come.get())), MIB);
        FutureTask<Long> receiving = new FutureTask<>(() -> incoming.receive(counting(Long.MAX_VALUE, taken)));
        Thread receiver = Thread.ofPlatform().start(receiving);
        Thread waking = Thread.ofPlatform().start(() -> {
            while (receiver.isAlive()) {
                LockSupport.unpark(receiver);
            }
        });

        for (int round = 0; round < 2000; round++) {
            come.addAndGet(MIB);
            incoming.arrived(record(MIB));
        }
        incoming.arrived(record(0));

        assertEquals(come.get(), receiving.get());
        waking.join();
    }

    /** Which calls {@code paused} whenever no more are wanted. */
    private Carrier pausing(Runnable paused) {
        Carrier real = Carrier.of(channel);
        return new Carrier() {
            @Override
            public Executor loop() {
                return real.loop();
            }

            @Override
            public ByteBufAllocator memory() {
                return real.memory();
            }

            @Override
            public void read(boolean more) {
                if (!more) {
                    paused.run();
                }
            }

            @Override
            public Future<?> write(ReferenceCounted piece) {
                return real.write(piece);
            }

            @Override
            public void flush() {
                real.flush();
            }
        };
    }

    private static Sink counting(long length, AtomicLong taken) {
        return new Sink.Flow() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public void copyFrom(long position, MemorySegment bytes) {
                taken.addAndGet(bytes.byteSize());
            }
        };
    }

    private static void awaitParked(Thread thread) {
        Condition.met("it waits", () -> thread.getState() == Thread.State.WAITING);
    }

    @Test
    void closing_lets_go_of_what_was_queued_and_of_what_still_comes() throws IOException {
        ByteBuf queued = record(10);
        ByteBuf late = record(10);
        incoming.arrived(queued);
        received(incoming, 5);

        incoming.close();
        incoming.arrived(late);

        assertEquals(0, queued.refCnt());
        assertEquals(0, late.refCnt());
        assertThrows(ClosedChannelException.class, () -> received(incoming, 1));
    }

    @Test
    void what_came_before_the_break_is_received_before_it_is_told() throws IOException {
        incoming.arrived(record(3));
        incoming.end(new Ending.Broken("the cable is out", null));

        assertEquals(3, received(incoming, 3).length);
        IOException told = assertThrows(IOException.class, () -> received(incoming, 1));
        assertEquals("the cable is out", told.getMessage());
    }

    private List<Integer> sentRecords() {
        channel.runPendingTasks();
        List<Integer> lengths = new ArrayList<>();
        for (ByteBuf piece = channel.readOutbound(); piece != null; piece = channel.readOutbound()) {
            lengths.add(piece.readInt());
            assertEquals(lengths.getLast(), piece.readableBytes());
            piece.release();
        }
        return lengths;
    }

    @Test
    void a_long_source_is_cut_into_pieces_that_fill_whole_TLS_records() throws IOException {
        int piece = Outgoing.PIECE - 4;

        outgoing.send(new Source.Memory(MemorySegment.ofArray(new byte[2 * piece + 1])));
        outgoing.finish();
        outgoing.finish();

        assertEquals(List.of(piece, piece, 1, 0), sentRecords());
        assertEquals(0, Outgoing.PIECE % (16 * 1024));
    }

    @Test
    void nothing_is_sent_after_the_end() throws IOException {
        outgoing.finish();

        assertThrows(
                IllegalStateException.class,
                () -> outgoing.send(new Source.Memory(MemorySegment.ofArray(new byte[1]))));
        assertEquals(List.of(0), sentRecords());
    }

    @Test
    void a_sender_waits_when_a_MiB_is_on_its_way_and_not_when_that_has_left() throws IOException {
        Source longer = new Source.Memory(MemorySegment.ofArray(new byte[4 * MIB]));

        Thread.currentThread().interrupt(); // so that waiting fails
        assertThrows(InterruptedIOException.class, () -> outgoing.send(longer));

        assertTrue(Thread.interrupted());
        int sent = sentRecords().stream().mapToInt(Integer::intValue).sum();
        assertTrue(MIB - Outgoing.PIECE < sent && sent < MIB + Outgoing.PIECE, sent + " bytes were taken");
        outgoing.send(new Source.Memory(MemorySegment.ofArray(new byte[MIB / 2])));
        assertEquals(MIB / 2, sentRecords().stream().mapToInt(Integer::intValue).sum());
    }

    @Test
    void a_source_that_fails_sends_nothing_of_its_piece_and_the_stream_goes_on() throws IOException {
        Source.Region shorter = new Source.Region() {
            @Override
            public long length() {
                return 10;
            }

            @Override
            public void copyTo(long position, MemorySegment to) throws IOException {
                throw new EOFException("the file has become shorter");
            }

            @Override
            public RawHandle handle() {
                return new RawHandle.Fd(-1);
            }

            @Override
            public long offset() {
                return 0;
            }
        };

        assertThrows(EOFException.class, () -> outgoing.send(shorter));
        outgoing.send(new Source.Memory(MemorySegment.ofArray(new byte[7])));

        assertEquals(List.of(7), sentRecords());
    }

    @Test
    void leaving_waits_for_what_was_sent() throws IOException {
        boolean[] left = new boolean[1];
        outgoing.send(new Source.Memory(MemorySegment.ofArray(new byte[7])));

        outgoing.afterwards(() -> left[0] = true);

        assertEquals(List.of(7), sentRecords());
        assertTrue(left[0]);
    }
}
