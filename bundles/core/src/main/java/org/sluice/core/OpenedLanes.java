package org.sluice.core;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.chunk.Hasher;
import org.sluice.core.lane.LaneCount;
import org.sluice.core.path.Dialled;
import org.sluice.core.path.LaneStream;
import org.sluice.core.path.PathLoad;
import org.sluice.data.BufferPool;
import org.sluice.transfer.TransferListener;

/** Lanes by streams that we open: as many as there is work for, and as are found to be worth having while they run. */
final class OpenedLanes extends StreamLanes {

    private static final Logger LOG = LoggerFactory.getLogger(OpenedLanes.class);

    /** How long lanes are watched before there may be more or fewer. */
    private static final Duration EPOCH = Duration.ofMillis(500);

    private static final double SECOND = 1e9;
    private static final int FILES_PER_LANE = 512;

    private final Dialled paths;
    private final int bytesPerLane;
    private final TransferListener listener;
    private final LaneCount count;
    private long files;
    private long bytes;
    private int worth;
    private int running;
    private int started;
    private boolean fetching;

    OpenedLanes(Dialled paths, Lanes lanes, Hasher hasher, BufferPool buffers) {
        super(paths, hasher, buffers);
        this.paths = paths;
        this.bytesPerLane = lanes.chunking().size();
        this.listener = lanes.listener();
        this.count = new LaneCount(lanes.bounds());
        this.worth = lanes.bounds().least();
    }

    @Override
    synchronized void add(long moreFiles, long moreBytes) {
        files += moreFiles;
        bytes += moreBytes;
    }

    @Override
    synchronized void start(Crew crew, Lane lane, BooleanSupplier owed) {
        if (files == 0) {
            return;
        }
        if (started == 0 && paths.lasting()) {
            crew.start("lane-count", () -> tune(crew, lane));
            watch(crew, lane, owed);
        }
        open(crew, lane);
    }

    private void open(Crew crew, Lane lane) {
        long busy = Math.max(bytes / bytesPerLane, files / FILES_PER_LANE) + 1;
        while (running < Math.min(worth, busy)) {
            running(++running);
            crew.start("lane-" + started++, () -> work(crew, lane));
        }
    }

    private void work(Crew crew, Lane lane) throws IOException, InterruptedException {
        boolean more = true;
        while (more && !isTooMany()) {
            more = run(paths.lane(), lane, crew, () -> replace(crew, lane));
        }
    }

    /** A lane's thread was left behind. */
    private synchronized void replace(Crew crew, Lane lane) {
        running--;
        open(crew, lane);
    }

    @Override
    void tryAnother(Crew crew, Lane lane) throws IOException, InterruptedException {
        Optional<LaneStream> stream = paths.another();
        if (stream.isPresent()) {
            LOG.info(
                    "nothing moves by any lane; one more goes by {}",
                    stream.get().scheme());
            startMore(crew, lane, stream.get());
        }
    }

    private synchronized void startMore(Crew crew, Lane lane, LaneStream stream) {
        running(++running);
        crew.start("lane-" + started++, () -> {
            if (run(stream, lane, crew, () -> replace(crew, lane))) {
                work(crew, lane);
            } else {
                lessByOne();
            }
        });
    }

    @Override
    synchronized void fetch(Crew crew, Lane lane) {
        if (!fetching) {
            fetching = true;
            crew.start("lane-" + started++, () -> {
                try {
                    run(paths.lane(), lane, crew, () -> replace(crew, lane));
                } finally {
                    fetched();
                }
            });
        }
    }

    private synchronized void fetched() {
        fetching = false;
    }

    private synchronized void lessByOne() {
        running--;
    }

    /** Whether the caller is to end, since there are more lanes than are worth it. */
    private synchronized boolean isTooMany() {
        if (running > worth) {
            running--;
            return true;
        }
        return false;
    }

    private void tune(Crew crew, Lane lane) throws InterruptedException {
        Optional<PathLoad> before = paths.load();
        long begun = System.nanoTime();
        while (true) {
            Thread.sleep(EPOCH);
            Optional<PathLoad> now = paths.load();
            long lasted = System.nanoTime() - begun;
            begun += lasted;
            if (before.isPresent() && now.isPresent()) {
                step(before.get(), now.get(), lasted, crew, lane);
            }
            before = now;
        }
    }

    private synchronized void step(PathLoad before, PathLoad now, long nanos, Crew crew, Lane lane) {
        long moved = now.bytes() - before.bytes();
        if (before.path() != now.path() || moved == 0 || running != worth) {
            return; // another path, no work, less work than there are lanes, or lanes that have yet to end
        }
        // Of lanes that have ended meanwhile, too.
        double waiting = Math.min(1, (double) (now.waitedNanos() - before.waitedNanos()) / nanos / running);
        LaneCount.Step step = count.next(new LaneCount.Epoch(moved * SECOND / nanos, waiting, now.roundTrip()));
        if (step.lanes() != worth) {
            String what = step.lanes() + " lanes instead of " + worth + ": " + step.why();
            LOG.info("{}", what);
            listener.decided(what);
            worth = step.lanes();
            open(crew, lane);
            paths.leave(running - worth);
        }
    }
}
