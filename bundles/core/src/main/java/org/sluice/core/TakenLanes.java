package org.sluice.core;

import java.io.IOException;
import org.sluice.chunk.Hasher;
import org.sluice.core.path.LaneStream;
import org.sluice.core.path.Paths;
import org.sluice.data.BufferPool;

/** Lanes by the streams that the peer opens: it knows how many are worth having. */
final class TakenLanes extends StreamLanes {

    private final Paths paths;
    private final int limit;
    private boolean begun;
    private boolean work;
    private int running;

    TakenLanes(Lanes lanes, Hasher hasher, BufferPool buffers) {
        super(lanes.paths().lasting(), hasher, buffers);
        this.paths = lanes.paths();
        this.limit = lanes.bounds().most();
    }

    @Override
    synchronized void add(long files, long bytes) {
        work |= files > 0;
    }

    @Override
    synchronized void start(Crew crew, Lane lane) {
        if (work && !begun) {
            begun = true;
            crew.start("lanes", () -> take(crew, lane));
        }
    }

    private void take(Crew crew, Lane lane) throws IOException, InterruptedException {
        for (int number = 0; ; number++) {
            LaneStream stream = paths.lane();
            if (enter()) {
                crew.start("lane-" + number, () -> {
                    try {
                        run(stream, lane);
                    } finally {
                        leave();
                    }
                });
            } else {
                stream.close();
            }
        }
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
