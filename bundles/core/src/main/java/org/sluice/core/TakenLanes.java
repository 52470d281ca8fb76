package org.sluice.core;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.sluice.chunk.Hasher;
import org.sluice.core.path.Answered;
import org.sluice.core.path.LaneStream;
import org.sluice.core.swap.Once;
import org.sluice.data.BufferPool;

/** Lanes by the streams that the peer opens: it knows how many are worth having. */
final class TakenLanes extends StreamLanes {

    private final Answered paths;
    private final int limit;
    private boolean begun;
    private boolean work;
    private int running;

    TakenLanes(Answered paths, int limit, Hasher hasher, BufferPool buffers) {
        super(paths, hasher, buffers);
        this.paths = paths;
        this.limit = limit;
    }

    @Override
    synchronized void add(long files, long bytes) {
        work |= files > 0;
    }

    @Override
    synchronized void start(Crew crew, Lane lane, BooleanSupplier owed) {
        if (work && !begun) {
            begun = true;
            crew.start("lanes", () -> take(crew, lane));
            watch(crew, lane, owed);
        }
    }

    private void take(Crew crew, Lane lane) throws IOException, InterruptedException {
        for (int number = 0; ; number++) {
            LaneStream stream = paths.lane();
            if (enter()) {
                Once left = new Once(this::leave);
                crew.start("lane-" + number, () -> {
                    try {
                        run(stream, lane, crew, left);
                    } finally {
                        left.run();
                    }
                });
            } else {
                stream.close();
            }
        }
    }

    @Override
    void tryAnother(Crew crew, Lane lane) {
        // It is for the peer to do that.
    }

    @Override
    void fetch(Crew crew, Lane lane) {
        // The sender opens one when it finds that another has hung.
    }

    private synchronized boolean enter() {
        if (running == limit) {
            return false;
        }
        running(++running);
        return true;
    }

    private synchronized void leave() {
        running--;
    }
}
