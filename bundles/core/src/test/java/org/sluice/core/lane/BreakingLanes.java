package org.sluice.core.lane;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.core.Cable;
import org.sluice.core.Condition;
import org.sluice.core.OpenFiles;
import org.sluice.core.WatchedRoot;
import org.sluice.core.land.Destination;
import org.sluice.core.land.Landing;
import org.sluice.core.land.LandingListener;
import org.sluice.core.land.Placement;
import org.sluice.core.land.Staging;
import org.sluice.core.session.Chunking;
import org.sluice.core.session.ManifestEntry;
import org.sluice.core.session.SourceFile;
import org.sluice.core.squeeze.Expansion;
import org.sluice.core.squeeze.Squeeze;
import org.sluice.io.Entry;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.io.fallback.NioBackend;
import org.sluice.transfer.Problem.Severity;
import org.sluice.transport.Stream;

/**
 * Forty files, two of them large and equally long, that go by one lane after the other, each by a stream of the test's; what is found of them at the
 * other end.
 */
@Timeout(120)
abstract class BreakingLanes {

    static final int LARGE = 2 * Chunking.USUAL.size() + 1000;

    @TempDir
    Path directory;

    final OpenFiles open = new OpenFiles();
    final CountedBuffers buffers = new CountedBuffers();
    final List<SourceFile> files = new ArrayList<>();
    final List<Long> landed = new CopyOnWriteArrayList<>();
    final List<Exception> thrown = new CopyOnWriteArrayList<>();
    final List<Boolean> left = new CopyOnWriteArrayList<>();
    boolean leaving;
    boolean sealed;
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

    final Delivery delivery = new Delivery() {
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
    interface Round {
        void run(WorkQueue queue, Landing landing) throws Exception;
    }

    /** One lane after the other, the last of which does not break. */
    void transfer(boolean confirmed, List<Cable> cables) throws Exception {
        List<Round> rounds = new ArrayList<>();
        cables.forEach(cable -> rounds.add((queue, landing) -> run(confirmed, cable, queue, landing)));
        transferBy(confirmed, rounds);
    }

    void transferBy(boolean whole, List<Round> rounds) throws Exception {
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

    /** A lane that does not break. */
    Round lasting() {
        return (queue, landing) -> run(true, Cable.lasting(), queue, landing);
    }

    void run(boolean confirmed, Cable cable, WorkQueue queue, Landing landing) throws Exception {
        run(confirmed, cable.near(), cable.far(), queue, landing);
    }

    /** One lane between these ends. */
    void run(boolean confirmed, Stream near, Stream far, WorkQueue queue, Landing landing) throws Exception {
        Thread receiver = receiving(receiver(far, landing, confirmed), far);
        try (near) {
            sender(near, queue, confirmed).run();
        } catch (IOException broken) {
            // The next lane takes over.
        }
        receiver.join();
    }

    SendLane sender(Stream near, WorkQueue queue, boolean confirmed) {
        return new SendLane(
                near,
                queue,
                new HasherDouble(),
                buffers,
                delivery,
                new Squeeze(Optional.empty()),
                new LaneTerms(confirmed, sealed));
    }

    ReceiveLane receiver(Stream far, Landing landing, boolean confirmed) {
        ReceiveLane lane = new ReceiveLane(
                far,
                landing,
                new HasherDouble(),
                buffers,
                new Arrivals.Unseen(),
                new Expansion(Optional.empty()),
                new LaneTerms(confirmed, sealed));
        if (leaving) {
            lane.retire();
        }
        return lane;
    }

    Thread receiving(ReceiveLane lane, Stream by) {
        return Thread.ofPlatform().start(() -> {
            try (by) {
                left.add(lane.run());
                by.finish();
            } catch (IOException | InterruptedException broken) {
                thrown.add(broken); // the sender notices too
            }
        });
    }

    void assertAllLandedOnce() throws IOException {
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
}
