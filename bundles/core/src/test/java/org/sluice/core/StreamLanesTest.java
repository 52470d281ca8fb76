package org.sluice.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sluice.chunk.Hasher;
import org.sluice.core.buffer.SlabPool;
import org.sluice.core.dial.ContainedConnection;
import org.sluice.core.dial.Reached;
import org.sluice.core.fill.Sha256;
import org.sluice.core.lane.LaneBounds;
import org.sluice.core.path.Answered;
import org.sluice.core.path.Dialled;
import org.sluice.core.path.LaneStream;
import org.sluice.core.path.Paths;
import org.sluice.core.path.Redial;
import org.sluice.core.path.SetAside;
import org.sluice.core.rate.Throttle;
import org.sluice.core.session.Chunking;
import org.sluice.core.session.GarbledLaneException;
import org.sluice.core.session.Ticket;
import org.sluice.data.BufferPool;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.transfer.Change;
import org.sluice.transfer.TransferListener;
import org.sluice.transport.Connection;
import org.sluice.transport.PeerIdentity;
import org.sluice.transport.Stream;

/** How many lanes a half of a session runs. */
@Timeout(180)
class StreamLanesTest {

    private static final long PIECE = 1 << 16;
    private static final Duration MOMENT = Duration.ofMillis(5);
    private static final LaneBounds BOUNDS = new LaneBounds(4, 12);

    private final List<Exception> failures = new CopyOnWriteArrayList<>();
    private final List<String> decided = new CopyOnWriteArrayList<>();
    private final TransferListener listener = new TransferListener() {
        @Override
        public void changed(Change change) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void decided(String what) {
            decided.add(what);
        }
    };
    private final Crew crew = new Crew("test", failures::add);
    private final Arena arena = Arena.ofShared();
    private final Far far = new Far();
    private final SlabPool buffers = new SlabPool();
    private Paths paths;
    private StreamLanes lanes;

    /** A peer so far away that a stream carries a piece in a moment, whatever the others carry. */
    private static final class Far implements Connection {

        private final AtomicInteger streams = new AtomicInteger();
        private final AtomicInteger opened = new AtomicInteger();
        private final Semaphore come = new Semaphore(0);
        private volatile Duration roundTrip = Duration.ofMillis(50);
        private volatile boolean closed;

        @Override
        public PeerIdentity peer() {
            return new PeerIdentity("0".repeat(64));
        }

        @Override
        public String path() {
            return "far";
        }

        @Override
        public Stream open() {
            return stream();
        }

        @Override
        public Stream accept() throws IOException {
            try {
                come.acquire();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (closed) {
                throw new IOException("closed");
            }
            return stream();
        }

        @Override
        public Optional<Duration> roundTrip() {
            return Optional.of(roundTrip);
        }

        @Override
        public void close() {
            closed = true;
            come.release();
        }

        private Stream stream() {
            streams.incrementAndGet();
            opened.incrementAndGet();
            AtomicBoolean gone = new AtomicBoolean();
            return new Stream() {
                @Override
                public void send(Source source) {
                    LockSupport.parkNanos(MOMENT.toNanos());
                }

                @Override
                public long receive(Sink sink) throws IOException {
                    LockSupport.parkNanos(MOMENT.toNanos());
                    sink.copyFrom(0, MemorySegment.ofArray(new byte[] {'L'}).asSlice(0, Math.min(1, sink.length())));
                    return Math.min(1, sink.length());
                }

                @Override
                public void finish() {}

                @Override
                public void close() {
                    if (!gone.getAndSet(true)) {
                        streams.decrementAndGet();
                    }
                }
            };
        }
    }

    @AfterEach
    void end() {
        List<Exception> before = List.copyOf(failures);
        crew.close();
        paths.close();
        arena.close();
        buffers.close();
        assertEquals(List.of(), before);
    }

    /** Sends until it is told to leave, and would go on by another. */
    private boolean work(LaneStream stream, Hasher hasher, BufferPool buffers)
            throws IOException, InterruptedException {
        AtomicBoolean leave = new AtomicBoolean();
        stream.onLeave(() -> leave.set(true));
        MemorySegment piece = arena.allocate(PIECE);
        while (!leave.get()) {
            stream.send(new Source.Memory(piece));
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return true;
    }

    private void open() {
        Dialled dialled = new Dialled(
                new Reached(new TransportDouble("far", Set.of()), far),
                () -> {
                    throw new ConnectException("no other");
                },
                Duration.ofMinutes(1));
        dialled.admitted(Ticket.issue(), true);
        begin(dialled);
    }

    private void take() {
        Answered answered = new Answered(far, Duration.ofMinutes(1), new SetAside(List::of));
        answered.admit();
        begin(answered);
    }

    private void begin(Paths paths) {
        this.paths = paths;
        lanes = StreamLanes.of(
                new Lanes(paths, BOUNDS, Chunking.USUAL, true, Throttle.NONE, listener), new Sha256(), buffers);
    }

    private void add(long bytes) {
        lanes.add(1, bytes);
        lanes.start(crew, this::work, () -> false);
    }

    @Test
    void a_long_path_gets_more_of_them_and_every_step_is_told() throws Exception {
        open();
        add(1L << 40);

        assertEquals(4, lanes.most());
        Condition.met("as many as may be", () -> far.streams.get() == BOUNDS.most());

        assertTrue(
                decided.getFirst().matches("5 lanes instead of 4: lanes wait for the network \\d+ % of their time"),
                decided::toString);
    }

    @Test
    void where_queues_on_the_way_fill_there_are_fewer_again() throws Exception {
        open();
        add(1L << 40);
        Condition.met("as many as may be", () -> far.streams.get() == BOUNDS.most());

        far.roundTrip = Duration.ofMillis(200);

        Condition.met("as few as may be", () -> far.streams.get() == BOUNDS.least());
        assertTrue(
                decided.contains("9 lanes instead of 12: a round trip takes 200 ms, and 50 ms at rest"),
                decided::toString);
    }

    @Test
    void little_work_gets_few() {
        open();
        add(5 << 20);

        assertEquals(2, lanes.most());
    }

    @Test
    void who_takes_them_takes_what_comes_within_what_was_agreed_on() throws Exception {
        take();
        add(1);

        far.come.release(BOUNDS.most() + 8);

        Condition.met("all have come", () -> far.opened.get() == BOUNDS.most() + 8);
        Condition.met("those too many are ended", () -> far.streams.get() == BOUNDS.most());
        assertEquals(BOUNDS.most(), lanes.most());
    }

    /** By one transport first; another is there, if the test says so, by which a connection joins. */
    private void openBy(Connection first, boolean another, StreamDouble... streams) {
        List<String> aside = new CopyOnWriteArrayList<>();
        Line second = new Line(streams);
        Dialled dialled = new Dialled(
                new Reached(new TransportDouble("pigeon", Set.of()), first),
                new Redial() {
                    @Override
                    public Reached dial() {
                        return new Reached(new TransportDouble("tcp", Set.of()), second);
                    }

                    @Override
                    public boolean setAside(String scheme, String why) {
                        return another && aside.add(scheme);
                    }
                },
                Duration.ofMinutes(1));
        dialled.admitted(Ticket.issue(), true);
        begin(dialled);
    }

    private static StreamDouble joined() {
        return StreamDouble.open().arrive(new byte[] {1});
    }

    @Test
    void one_whose_thread_is_left_behind_is_followed_by_another() throws Exception {
        HangingStream hanging = new HangingStream(StreamDouble.open(), 1);
        ContainedConnection wrong = new ContainedConnection("pigeon", new Line(hanging), MOMENT);
        openBy(wrong, true, joined(), StreamDouble.open());
        List<String> ran = new CopyOnWriteArrayList<>();
        lanes.add(1, 1);
        lanes.start(
                crew,
                (stream, hasher, buffers) -> {
                    stream.send(new Source.Memory(arena.allocate(2)));
                    return ran.add(stream.scheme()) && false;
                },
                () -> false);
        hanging.awaitHanging();

        wrong.close();

        Condition.met("another goes on", () -> ran.equals(List.of("tcp")));
        hanging.release();
    }

    /** Lanes that find nothing to do and end; how many there have been. */
    private AtomicInteger idle(BooleanSupplier owed) {
        open();
        AtomicInteger ended = new AtomicInteger();
        lanes.add(1, 1);
        lanes.start(
                crew,
                (stream, hasher, buffers) -> {
                    ended.incrementAndGet();
                    return false;
                },
                owed);
        return ended;
    }

    @Test
    void while_something_has_yet_to_come_there_is_always_one_that_looks() throws Exception {
        AtomicInteger looked = new AtomicInteger();
        AtomicInteger ended = idle(() -> looked.incrementAndGet() > 0);

        Condition.met("others follow", () -> ended.get() >= 3);
    }

    @Test
    void when_nothing_has_yet_to_come_no_other_follows() throws Exception {
        AtomicInteger looked = new AtomicInteger();
        AtomicInteger ended = idle(() -> looked.incrementAndGet() < 0);

        Condition.met("it was asked some times", () -> looked.get() >= 3);
        assertEquals(1, ended.get());
    }

    private void garbled(boolean another, StreamDouble... streams) {
        openBy(new Line(StreamDouble.open()), another, streams);
        lanes.add(1, 1);
        lanes.start(
                crew,
                (stream, hasher, buffers) -> {
                    if (stream.scheme().equals("pigeon")) {
                        throw new GarbledLaneException("not what was sent");
                    }
                    decided.add(stream.scheme());
                    return false;
                },
                () -> false);
    }

    @Test
    void one_that_carries_what_was_not_sent_is_followed_by_one_of_another_transport() throws Exception {
        garbled(true, joined(), StreamDouble.open());

        Condition.met("another goes on", () -> decided.equals(List.of("tcp")));
    }

    @Test
    void where_there_is_no_other_transport_the_session_ends() throws Exception {
        garbled(false);

        Condition.met("it is told", () -> !failures.isEmpty());
        assertTrue(failures.getFirst() instanceof GarbledLaneException, failures::toString);
        failures.clear();
    }
}
