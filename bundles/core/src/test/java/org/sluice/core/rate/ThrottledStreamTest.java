package org.sluice.core.rate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sluice.core.StreamDouble;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.transport.Stream;

class ThrottledStreamTest {

    private static final long SECOND = HandTurnedTime.SECOND;
    private static final int RATE = 64 << 10;
    private static final int CHUNK = 4 << 20;

    private final HandTurnedTime time = new HandTurnedTime();
    private final long begun = time.nanos();
    private final Throttle throttle = new Throttle(OptionalLong.of(RATE), time);
    private final byte[] content = new byte[CHUNK];

    ThrottledStreamTest() {
        new Random(1).nextBytes(content);
    }

    /** What went through a stream, and when. */
    private record Passed(long nanos, long bytes) {}

    /** By which all goes at once. */
    private final class Watched implements Stream {

        final List<Passed> passed = new ArrayList<>();
        final ByteArrayOutputStream sent = new ByteArrayOutputStream();
        private int received;

        @Override
        public void send(Source source) throws IOException {
            byte[] bytes = new byte[(int) source.length()];
            source.copyTo(0, MemorySegment.ofArray(bytes));
            sent.writeBytes(bytes);
            passed.add(new Passed(time.nanos() - begun, bytes.length));
        }

        @Override
        public long receive(Sink sink) throws IOException {
            long length = Math.min(sink.length(), content.length - received);
            sink.copyFrom(0, MemorySegment.ofArray(content).asSlice(received, length));
            received += (int) length;
            passed.add(new Passed(time.nanos() - begun, length));
            return length;
        }

        @Override
        public void finish() {}

        @Override
        public void close() {}
    }

    /** In no second does more pass than in one and a piece; nothing is made to wait for longer than it has to. */
    private static void assertSmooth(List<Passed> passed) {
        for (Passed first : passed) {
            long sum = passed.stream()
                    .filter(one -> one.nanos() >= first.nanos() && one.nanos() < first.nanos() + SECOND)
                    .mapToLong(Passed::bytes)
                    .sum();
            assertTrue(sum <= RATE + RATE / 4, () -> sum + " bytes in the second from " + first);
        }
        long all = passed.stream().mapToLong(Passed::bytes).sum();
        double seconds = (double) passed.getLast().nanos() / SECOND;
        assertEquals((double) (all - passed.getLast().bytes()) / RATE, seconds, 0.001);
    }

    private static Source.Flow flow(byte[] content) {
        return new Source.Flow() {

            private long next;

            @Override
            public long length() {
                return content.length;
            }

            @Override
            public void copyTo(long position, MemorySegment target) {
                assertEquals(next, position, "in their order, each once");
                MemorySegment.copy(MemorySegment.ofArray(content), position, target, 0, target.byteSize());
                next += target.byteSize();
            }
        };
    }

    private static Source memory(byte[] content) {
        return new Source.Memory(MemorySegment.ofArray(content));
    }

    @Test
    void what_is_sent_passes_at_the_rate_however_it_is_given() throws Exception {
        for (Source source : List.of(memory(content), flow(content))) {
            Watched stream = new Watched();

            ThrottledStream.sending(stream, new Throttle(OptionalLong.of(RATE), time))
                    .send(source);

            assertArrayEquals(content, stream.sent.toByteArray());
            long first = stream.passed.getFirst().nanos();
            assertSmooth(stream.passed.stream()
                    .map(one -> new Passed(one.nanos() - first, one.bytes()))
                    .toList());
        }
    }

    @Test
    void what_is_received_passes_at_the_rate_however_it_is_taken() throws Exception {
        byte[] room = new byte[CHUNK / 2];
        Watched stream = new Watched();
        Stream throttled = ThrottledStream.receiving(stream, throttle);
        assertEquals(room.length, throttled.receive(new Sink.Memory(MemorySegment.ofArray(room))));
        ByteArrayOutputStream rest = new ByteArrayOutputStream();

        long received = throttled.receive(new Sink.Flow() {
            @Override
            public long length() {
                return CHUNK / 2;
            }

            @Override
            public void copyFrom(long position, MemorySegment bytes) {
                assertEquals(rest.size(), position, "in their order, each once");
                rest.writeBytes(bytes.toArray(ValueLayout.JAVA_BYTE));
            }
        });

        assertEquals(CHUNK / 2, received);
        assertSmooth(stream.passed);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(room);
        all.writeBytes(rest.toByteArray());
        assertArrayEquals(content, all.toByteArray());
    }

    @Test
    void all_lanes_together_keep_to_the_rate() throws Exception {
        List<Passed> passed = new ArrayList<>();
        List<Watched> streams = List.of(new Watched(), new Watched(), new Watched());

        for (int turn = 0; turn < 20; turn++) {
            for (Watched stream : streams) {
                ThrottledStream.sending(stream, throttle).send(memory(new byte[RATE / 4]));
                passed.add(stream.passed.getLast());
            }
        }

        assertSmooth(passed);
    }

    @Test
    void what_is_said_the_other_way_does_not_wait() throws Exception {
        Watched stream = new Watched();
        Stream sending = ThrottledStream.sending(stream, throttle);
        Stream receiving = ThrottledStream.receiving(stream, throttle);
        throttle.pass(60L * RATE);

        sending.receive(new Sink.Memory(MemorySegment.ofArray(new byte[33])));
        receiving.send(memory(new byte[33]));
        assertEquals(List.of(), time.sleeps);

        sending.send(memory(new byte[33])); // the control
        assertEquals(60 * SECOND, time.nanos() - begun);
    }

    @Test
    void a_stream_that_ends_early_is_read_no_further() throws Exception {
        StreamDouble stream =
                StreamDouble.open().arrive(new byte[RATE / 4 + 10]).end();

        long received = ThrottledStream.receiving(stream, throttle)
                .receive(new Sink.Memory(MemorySegment.ofArray(new byte[RATE])));

        assertEquals(RATE / 4 + 10, received);
        assertEquals(List.of(SECOND / 4), time.sleeps);
    }

    @Test
    void without_a_bound_it_is_the_stream_itself() {
        Stream stream = StreamDouble.open();

        assertSame(stream, ThrottledStream.sending(stream, Throttle.NONE));
        assertSame(stream, ThrottledStream.receiving(stream, Throttle.NONE));
    }

    @Test
    void a_throttled_sender_does_not_leave_files_to_the_kernel() {
        Stream clear = StreamDouble.clear();

        assertFalse(ThrottledStream.sending(clear, throttle).sendsFiles());
        assertTrue(ThrottledStream.receiving(clear, throttle).sendsFiles(), "nothing is sent there");
        assertTrue(ThrottledStream.sending(clear, throttle).inClear());
        assertFalse(ThrottledStream.sending(StreamDouble.open(), throttle).inClear());
    }

    @Test
    void whoever_waits_can_be_interrupted() throws Exception {
        Stream sending = ThrottledStream.sending(StreamDouble.open(), throttle);
        throttle.pass(RATE);
        Thread.currentThread().interrupt();

        assertThrows(InterruptedIOException.class, () -> sending.send(memory(new byte[1])));
        assertTrue(Thread.interrupted(), "and knows it");
    }
}
