package org.sluice.core.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.transport.Stream;

class LaneStreamTest {

    private static final long MOMENT = 50_000_000;

    @Test
    void whatever_a_stream_says_of_itself_is_said_of_the_lane() throws Exception {
        List<String> asked = new ArrayList<>();
        Stream stream = (Stream) Proxy.newProxyInstance(
                Stream.class.getClassLoader(), new Class<?>[] {Stream.class}, (proxy, method, arguments) -> {
                    asked.add(method.getName());
                    return method.getReturnType() == boolean.class ? true : null;
                });
        LaneStream lane = new LaneStream("test", stream, () -> {});

        List<String> questions = new ArrayList<>();
        for (Method method : Stream.class.getMethods()) {
            if (method.getReturnType() == boolean.class) {
                questions.add(method.getName());
                assertTrue((boolean) method.invoke(lane), method::getName);
            }
        }

        assertEquals(questions, asked);
    }

    /** Bytes that take a moment to make, and to deal with. */
    private static final class Slow implements Source.Flow {

        private final long length;

        Slow(long length) {
            this.length = length;
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public void copyTo(long position, MemorySegment target) {
            takeAMoment();
        }
    }

    private static void takeAMoment() {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < MOMENT) {
            LockSupport.parkNanos(MOMENT);
        }
    }

    /** By which bytes go at once, or that takes a moment. */
    private static Stream stream(boolean slow) {
        return new Stream() {
            @Override
            public void send(Source source) throws IOException {
                source.copyTo(0, MemorySegment.ofArray(new byte[(int) source.length()]));
                if (slow) {
                    takeAMoment();
                }
            }

            @Override
            public long receive(Sink sink) throws IOException {
                sink.copyFrom(0, MemorySegment.ofArray(new byte[(int) sink.length()]));
                if (slow) {
                    takeAMoment();
                }
                return sink.length();
            }

            @Override
            public void finish() {}

            @Override
            public void close() {}
        };
    }

    private static long waitedSending() throws IOException {
        LaneStream sending = new LaneStream("test", stream(false), () -> {});
        sending.send(new Slow(8));
        return sending.waited();
    }

    private static long waitedReceiving() throws IOException {
        LaneStream receiving = new LaneStream("test", stream(false), () -> {});
        receiving.receive(new Sink.Flow() {
            @Override
            public long length() {
                return 8;
            }

            @Override
            public void copyFrom(long position, MemorySegment bytes) {
                takeAMoment();
            }
        });
        return receiving.waited();
    }

    /** On a busy machine a thread may be kept from going on: the least of a few counts. */
    @Test
    void reading_and_writing_are_no_waiting_for_the_network() throws Exception {
        long sending = MOMENT;
        long receiving = MOMENT;
        for (int tries = 0; tries < 5 && Math.max(sending, receiving) >= MOMENT; tries++) {
            sending = Math.min(sending, waitedSending());
            receiving = Math.min(receiving, waitedReceiving());
        }

        assertTrue(sending < MOMENT, sending + " ns");
        assertTrue(receiving < MOMENT, receiving + " ns");
    }

    @Test
    void what_a_stream_takes_is() throws Exception {
        LaneStream sending = new LaneStream("test", stream(true), () -> {});
        sending.send(new Slow(8));
        LaneStream receiving = new LaneStream("test", stream(true), () -> {});
        receiving.receive(new Sink.Memory(MemorySegment.ofArray(new byte[8])));

        assertTrue(sending.waited() >= MOMENT, () -> sending.waited() + " ns");
        assertTrue(receiving.waited() >= MOMENT, () -> receiving.waited() + " ns");
    }
}
