package org.sluice.core.lane;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.core.Cable;
import org.sluice.core.Condition;
import org.sluice.core.HangingStream;
import org.sluice.core.Line;
import org.sluice.core.OpenFiles;
import org.sluice.core.WatchedRoot;
import org.sluice.core.dial.ContainedConnection;
import org.sluice.core.dial.ContainedStream;
import org.sluice.core.dial.ForsakenException;
import org.sluice.core.land.Destination;
import org.sluice.core.land.Landing;
import org.sluice.core.land.LandingListener;
import org.sluice.core.land.Placement;
import org.sluice.core.land.Staging;
import org.sluice.core.session.Chunking;
import org.sluice.core.session.GarbledLaneException;
import org.sluice.core.session.ManifestEntry;
import org.sluice.core.session.SourceFile;
import org.sluice.core.squeeze.Expansion;
import org.sluice.core.squeeze.Squeeze;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.io.Entry;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.io.fallback.NioBackend;
import org.sluice.transfer.Problem.Severity;
import org.sluice.transport.Stream;

/** Lanes that break are replaced by others, and what was on its way comes again. */
@Timeout(120)
class BrokenLaneTest {

    private static final int LARGE = 2 * Chunking.USUAL.size() + 1000;
    private static final int ROUNDS = 20;
    private static final Duration SOON = Duration.ofMillis(30);

    @TempDir
    private Path directory;

    private final OpenFiles open = new OpenFiles();
    private final CountedBuffers buffers = new CountedBuffers();
    private final List<SourceFile> files = new ArrayList<>();
    private final List<Long> landed = new CopyOnWriteArrayList<>();
    private final List<Exception> thrown = new CopyOnWriteArrayList<>();
    private final List<HangingStream> hanging = new ArrayList<>();
    private final List<Thread> stuck = new ArrayList<>();
    private final List<Boolean> left = new CopyOnWriteArrayList<>();
    private boolean leaving;
    private Root from;
    private Root to;

    @BeforeEach
    void make_a_tree() throws IOException {
        from = new NioBackend().root(Files.createDirectory(directory.resolve("from")));
        to = new NioBackend().root(Files.createDirectory(directory.resolve("to")));
        Random random = new Random(5);
        for (int i = 0; i < 40; i++) {
            byte[] content = new byte[i < 2 ? LARGE : random.nextInt(10_000)];
            random.nextBytes(content);
            String name = "f" + i;
            Files.write(directory.resolve("from").resolve(name), content);
            Entry entry = from.find(RelPath.parse(name)).orElseThrow();
            files.add(new SourceFile(i + 1, entry.path(), WatchedRoot.of(from, open), entry));
        }
    }

    @AfterEach
    void nothing_is_left_open() throws IOException {
        from.close();
        to.close();
        assertEquals(List.of(), open.now());
        assertEquals(0, buffers.taken());
    }

    private final Delivery delivery = new Delivery() {
        @Override
        public void begins(SourceFile file) {}

        @Override
        public void moved(long bytes) {}

        @Override
        public void undeliverable(SourceFile file, Severity severity, String reason) {
            throw new AssertionError(file + " " + reason);
        }
    };

    private final LandingListener listener = new LandingListener() {
        @Override
        public void landed(List<Long> ids) {
            landed.addAll(ids);
        }

        @Override
        public void failed(long id, String reason) {
            throw new AssertionError(id + " " + reason);
        }

        @Override
        public void givenUp(long id) {
            throw new AssertionError(id + " is given up");
        }

        @Override
        public void broken(IOException cause) {
            throw new AssertionError(cause);
        }
    };

    /** What one lane does, and what becomes of it. */
    private interface Round {
        void run(WorkQueue queue, Landing landing) throws Exception;
    }

    /** One lane after the other, the last of which does not break. */
    private void transfer(boolean confirmed, List<Cable> cables) throws Exception {
        List<Round> rounds = new ArrayList<>();
        cables.forEach(cable -> rounds.add((queue, landing) -> run(confirmed, cable, queue, landing)));
        transferBy(confirmed, rounds);
    }

    private void transferBy(boolean whole, List<Round> rounds) throws Exception {
        try (WorkQueue queue = new WorkQueue(Chunking.USUAL, CountedBuffers.noShelf());
                Staging staging = Staging.open(to);
                Landing landing = new Landing(to, staging, listener)) {
            landing.survivesLanes();
            Placement placement =
                    new Placement(new Destination(to, RelPath.ROOT, Optional.empty()), staging, landing, false);
            files.forEach(file -> placement.place(new ManifestEntry(
                    file.id(),
                    file.name(),
                    file.entry().kind(),
                    file.size(),
                    file.entry().metadata(),
                    new byte[0])));
            landing.allExpected();
            queue.add(files);
            queue.end();
            Thread publisher = Thread.ofPlatform().start(() -> {
                try {
                    landing.publish();
                } catch (InterruptedException ended) {
                    // That is how it ends.
                }
            });
            try {
                for (Round round : rounds) {
                    round.run(queue, landing);
                }
                if (whole) {
                    Condition.met("all has landed", () -> landed.size() >= files.size());
                    placement.settle();
                }
            } finally {
                publisher.interrupt();
                publisher.join();
            }
        }
    }

    private void run(boolean confirmed, Cable cable, WorkQueue queue, Landing landing) throws Exception {
        Stream far = cable.far();
        Thread receiver = receiving(receiver(far, landing, confirmed), far);
        try (var near = cable.near()) {
            sender(near, queue, confirmed).run();
        } catch (IOException broken) {
            // The next lane takes over.
        }
        receiver.join();
    }

    private SendLane sender(Stream near, WorkQueue queue, boolean confirmed) {
        return new SendLane(
                near, queue, new HasherDouble(), buffers, delivery, new Squeeze(Optional.empty()), confirmed);
    }

    private ReceiveLane receiver(Stream far, Landing landing, boolean confirmed) {
        ReceiveLane lane = new ReceiveLane(
                far,
                landing,
                new HasherDouble(),
                buffers,
                new Arrivals.Unseen(),
                new Expansion(Optional.empty()),
                confirmed);
        if (leaving) {
            lane.retire();
        }
        return lane;
    }

    private Thread receiving(ReceiveLane lane, Stream by) {
        return Thread.ofPlatform().start(() -> {
            try (by) {
                left.add(lane.run());
                by.finish();
            } catch (IOException | InterruptedException broken) {
                thrown.add(broken); // the sender notices too
            }
        });
    }

    private Thread sending(SendLane lane) {
        return Thread.ofPlatform().start(() -> {
            try {
                lane.run();
            } catch (IOException | InterruptedException broken) {
                thrown.add(broken);
            }
        });
    }

    private static List<Cable> breaking(long seed) {
        Random random = new Random(seed);
        List<Cable> cables = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            cables.add(Cable.breakingAfter(random.nextInt(2 * Chunking.USUAL.size())));
        }
        cables.add(Cable.lasting());
        return cables;
    }

    @Test
    void what_a_lane_had_not_delivered_when_it_broke_comes_by_the_next() throws Exception {
        transfer(true, breaking(1));

        assertAllLandedOnce();
    }

    @Test
    void without_confirmations_it_would_be_lost() throws Exception {
        transfer(false, breaking(1));

        assertTrue(landed.size() < files.size(), "the control lost nothing");
    }

    /** A stream that hangs after so many bytes, of a connection that knows what to do about it. */
    private ContainedStream hangingAfter(long bytes, Stream stream, List<ContainedConnection> connections)
            throws IOException {
        HangingStream wrong = new HangingStream(stream, bytes);
        hanging.add(wrong);
        ContainedConnection connection = new ContainedConnection("pigeon", new Line(wrong), SOON);
        connections.add(connection);
        return (ContainedStream) connection.openForContents();
    }

    /** Its lane's thread hangs in the transport, and is left behind when the connection has been closed. */
    private void leave(Thread thread, ContainedStream stream, ContainedConnection connection, Cable cable)
            throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        stream.onForsaken(who -> {
            if (who == thread) {
                left.countDown();
            }
        });
        hanging.getLast().awaitHanging();
        connection.close();
        Condition.met("it is left behind, or had not come to hang", () -> left.getCount() == 0 || !thread.isAlive());
        cable.near().close();
        stuck.add(thread);
    }

    private Round hangingSender(long bytes, boolean givenBack) {
        return (queue, landing) -> {
            Cable cable = Cable.lasting();
            List<ContainedConnection> connections = new ArrayList<>();
            ContainedStream near = hangingAfter(bytes, cable.near(), connections);
            SendLane lane = sender(near, queue, true);
            if (givenBack) {
                near.onForsaken(lane::forsaken);
            }
            Stream far = cable.far();
            Thread receiver = receiving(receiver(far, landing, true), far);
            leave(sending(lane), near, connections.getFirst(), cable);
            receiver.join();
        };
    }

    private Round hangingReceiver(long bytes) {
        return (queue, landing) -> {
            Cable cable = Cable.lasting();
            List<ContainedConnection> connections = new ArrayList<>();
            ContainedStream far = hangingAfter(bytes, cable.far(), connections);
            ReceiveLane lane = receiver(far, landing, true);
            Thread receiver = receiving(lane, far);
            far.onForsaken(who -> lane.forsaken());
            Thread sender = sending(sender(cable.near(), queue, true));
            leave(receiver, far, connections.getFirst(), cable);
            sender.join();
        };
    }

    private Round lasting() {
        return (queue, landing) -> run(true, Cable.lasting(), queue, landing);
    }

    private void allIsReleased() throws InterruptedException {
        hanging.forEach(HangingStream::release);
        for (Thread thread : stuck) {
            thread.join();
        }
        assertTrue(thrown.stream().anyMatch(e -> e instanceof ForsakenException), thrown::toString);
    }

    private void assertAllLandedOnce() throws IOException {
        assertEquals(files.size(), landed.stream().distinct().count());
        assertEquals(files.size(), landed.size(), "some landed twice: " + landed);
        for (SourceFile file : files) {
            String name = file.name().toString();
            assertArrayEquals(
                    Files.readAllBytes(directory.resolve("from").resolve(name)),
                    Files.readAllBytes(directory.resolve("to").resolve(name)),
                    name);
        }
    }

    @Test
    void what_a_lane_holds_that_hangs_in_sending_comes_by_the_next_and_once() throws Exception {
        List<Round> rounds = new ArrayList<>();
        for (long bytes = 0; bytes < LARGE; bytes += 1_500_000) {
            rounds.add(hangingSender(bytes, true));
        }
        rounds.add(lasting());
        rounds.add((queue, landing) -> allIsReleased());
        transferBy(true, rounds);

        assertAllLandedOnce();
    }

    @Test
    void what_comes_by_a_lane_that_hangs_in_receiving_comes_by_the_next_and_once() throws Exception {
        List<Round> rounds = new ArrayList<>();
        for (long bytes = 0; bytes < LARGE; bytes += 1_500_000) {
            rounds.add(hangingReceiver(bytes));
        }
        rounds.add(lasting());
        rounds.add((queue, landing) -> allIsReleased());
        transferBy(true, rounds);

        assertAllLandedOnce();
    }

    @Test
    void the_buffers_of_one_that_hangs_are_not_used_by_others_until_it_returns() throws Exception {
        transferBy(
                true,
                List.of(
                        hangingReceiver(3_000_000),
                        lasting(),
                        (queue, landing) -> assertTrue(buffers.taken() > 0, "who hangs may still write there"),
                        (queue, landing) -> allIsReleased()));
    }

    @Test
    void if_nobody_gave_it_back_it_would_be_lost() throws Exception {
        transferBy(false, List.of(hangingSender(3_000_000, false), lasting()));
        int before = landed.size();
        assertTrue(before < files.size(), "the control lost nothing");
        allIsReleased();
    }

    @Test
    void a_lane_that_carries_other_bytes_than_were_sent_breaks_and_none_of_them_lands() throws Exception {
        List<Cable> cables = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            cables.add(Cable.flippingAfter(500_000L * i + 77));
        }
        cables.add(Cable.lasting());
        transfer(true, cables);

        assertAllLandedOnce();
        assertTrue(thrown.stream().anyMatch(e -> e instanceof GarbledLaneException), thrown::toString);
    }

    @Test
    void a_lane_that_its_receiver_leaves_is_followed_by_others_until_all_has_come() throws Exception {
        leaving = true;

        List<Cable> cables = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            cables.add(Cable.lasting());
        }
        transfer(true, cables);

        assertEquals(files.size(), landed.stream().distinct().count());
        assertTrue(left.stream().filter(more -> more).count() > 1, "it was not left");
        assertEquals(false, left.getLast(), "nothing more comes");
    }

    @Test
    void a_lane_that_waits_for_work_ends_when_its_receiver_retires_it() throws Exception {
        Cable cable = Cable.lasting();
        AtomicBoolean ended = new AtomicBoolean(true);
        try (WorkQueue queue = new WorkQueue(Chunking.USUAL, CountedBuffers.noShelf())) {
            Thread sender = Thread.ofPlatform().start(() -> {
                try (var near = cable.near()) {
                    ended.set(new SendLane(
                                    near,
                                    queue,
                                    new HasherDouble(),
                                    buffers,
                                    delivery,
                                    new Squeeze(Optional.empty()),
                                    true)
                            .run());
                } catch (IOException | InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            try (var far = cable.far()) {
                far.send(new Source.Memory(MemorySegment.ofArray(new byte[] {LaneLayout.RETIRE})));
                Thread receiver = Thread.ofPlatform().start(() -> drain(far));
                sender.join();
                receiver.join();
            }
            assertFalse(ended.get(), "the lane says that all is done");
        }
    }

    private static void drain(Stream far) {
        try {
            byte[] one = new byte[1];
            while (far.receive(new Sink.Memory(MemorySegment.ofArray(one))) == 1) {
                // What it is does not matter.
            }
            far.finish();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
