package org.sluice.core.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sluice.core.Condition;
import org.sluice.core.HangingStream;
import org.sluice.core.Line;
import org.sluice.core.StreamDouble;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.transport.Stream;

/** Calls that do not end when what they are of was closed are left behind. */
@Timeout(60)
class HangingTransportTest {

    private static final Duration SOON = Duration.ofMillis(50);
    private static final Duration NEVER = Duration.ofDays(1);
    private static final Source BYTE = new Source.Memory(MemorySegment.ofArray(new byte[1]));

    private final StreamDouble inner = StreamDouble.open();
    private final HangingStream hanging = new HangingStream(inner, 0);
    private final AtomicReference<Exception> thrown = new AtomicReference<>();
    private final List<Thread> left = new CopyOnWriteArrayList<>();

    private Thread calling(Call call) {
        return Thread.ofPlatform().daemon().start(() -> {
            try {
                call.make();
            } catch (Exception e) {
                thrown.set(e);
            }
        });
    }

    private interface Call {
        void make() throws Exception;
    }

    private ContainedConnection connection(Duration grace) {
        return new ContainedConnection("pigeon", new Line(hanging), grace);
    }

    private ContainedStream lane(ContainedConnection connection) throws IOException {
        ContainedStream lane = (ContainedStream) connection.openForContents();
        lane.onForsaken(left::add);
        return lane;
    }

    @Test
    void a_thread_that_hangs_is_left_behind_once_when_its_connection_was_closed() throws Exception {
        ContainedConnection connection = connection(SOON);
        List<String> told = new CopyOnWriteArrayList<>();
        connection.onWrong(told::add);
        ContainedStream lane = lane(connection);
        Thread sender = calling(() -> lane.send(BYTE));
        hanging.awaitHanging();
        assertEquals(List.of(), left, "nothing is timed before it is closed");

        connection.close();

        Condition.met("the thread is left behind", () -> left.equals(List.of(sender)));
        assertEquals(List.of(ContainedConnection.HANGS), told);
        hanging.release();
        sender.join();
        assertTrue(thrown.get() instanceof ForsakenException, () -> "" + thrown.get());
        lane.forsake();
        assertEquals(List.of(sender), left);
    }

    @Test
    void what_does_not_hang_after_it_was_closed_is_not_left() throws Exception {
        ContainedConnection connection = connection(NEVER);
        ContainedStream lane = lane(connection);
        Thread sender = calling(() -> lane.send(BYTE));
        hanging.awaitHanging();

        connection.close();
        hanging.release();
        sender.join();

        assertEquals(List.of(), left);
        assertEquals(1, inner.sent().length);
    }

    @Test
    void who_was_left_writes_nowhere_any_more() throws Exception {
        AtomicInteger written = new AtomicInteger();
        Sink.Flow sink = new Sink.Flow() {
            @Override
            public long length() {
                return 1;
            }

            @Override
            public void copyFrom(long position, MemorySegment bytes) {
                written.incrementAndGet();
            }
        };
        inner.arrive(new byte[1]);
        ContainedConnection connection = connection(SOON);
        ContainedStream lane = lane(connection);
        Thread receiver = calling(() -> lane.receive(sink));
        hanging.awaitHanging();
        connection.close();
        Condition.met("the thread is left behind", () -> !left.isEmpty());

        hanging.release();
        receiver.join();

        assertEquals(0, written.get());
    }

    @Test
    void who_is_in_our_code_is_left_only_when_he_is_back_in_the_transport() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch read = new CountDownLatch(1);
        Source.Flow source = new Source.Flow() {
            @Override
            public long length() {
                return 0;
            }

            @Override
            public void copyTo(long position, MemorySegment target) throws IOException {
                reading.countDown();
                try {
                    read.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        };
        Stream slow = new HangingStream(StreamDouble.open(), 0) {
            @Override
            public void send(Source bytes) throws IOException {
                bytes.copyTo(0, MemorySegment.ofArray(new byte[0]));
                super.send(BYTE);
            }
        };
        ContainedConnection connection = new ContainedConnection("pigeon", new Line(slow), SOON);
        ContainedStream lane = lane(connection);
        Thread sender = calling(() -> lane.send(source));
        reading.await();
        connection.close();
        lane.forsake();
        assertEquals(List.of(), left);

        read.countDown();

        Condition.met("the thread is left behind", () -> left.equals(List.of(sender)));
    }

    @Test
    void a_message_that_hangs_fails_for_who_waits_for_it() throws Exception {
        ContainedConnection connection = connection(SOON);
        Stream control = connection.open();
        Thread listener = calling(() -> control.receive(new Sink.Memory(MemorySegment.ofArray(new byte[1]))));
        hanging.awaitHanging();

        connection.close();
        listener.join();

        assertTrue(thrown.get() instanceof IOException, () -> "" + thrown.get());
    }

    @Test
    void opening_and_closing_may_hang() throws Exception {
        CountDownLatch opening = new CountDownLatch(1);
        ContainedConnection connection = new ContainedConnection(
                "pigeon",
                new Line() {
                    @Override
                    public Stream open() {
                        opening.countDown();
                        hang();
                        throw new AssertionError();
                    }

                    @Override
                    public void close() {
                        hang();
                    }
                },
                SOON);
        Thread opener = calling(connection::openForContents);
        opening.await();

        connection.close();
        opener.join();

        assertTrue(thrown.get() instanceof IOException, () -> "" + thrown.get());
        assertThrows(IOException.class, connection::open);
    }

    private static void hang() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException ignored) {
            hang();
        }
    }

    @Test
    void a_call_that_is_interrupted_ends_though_the_transport_does_not() throws Exception {
        Stream control = connection(SOON).open();
        Thread listener = calling(() -> control.receive(new Sink.Memory(MemorySegment.ofArray(new byte[1]))));
        hanging.awaitHanging();

        listener.interrupt();
        listener.join();

        assertTrue(thrown.get() instanceof java.io.InterruptedIOException, () -> "" + thrown.get());
        assertFalse(listener.isAlive());
    }
}
