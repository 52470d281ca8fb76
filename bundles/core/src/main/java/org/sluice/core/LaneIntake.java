package org.sluice.core;

import java.io.IOException;
import org.sluice.chunk.Hasher;
import org.sluice.core.land.Landing;
import org.sluice.core.lane.ReceiveLane;
import org.sluice.core.path.LaneStream;
import org.sluice.core.rate.ThrottledStream;
import org.sluice.core.squeeze.Expansion;
import org.sluice.data.BufferPool;

/** Contents come by lanes. */
final class LaneIntake implements Intake {

    private final Lanes agreed;
    private final StreamLanes lanes;
    private final Expansion expansion;
    private final ReceiveLane.Arrival arrival;

    LaneIntake(Carriage carriage, ReceiveLane.Arrival arrival) {
        this.agreed = carriage.lanes();
        this.lanes = StreamLanes.of(agreed, carriage.hasher(), carriage.buffers());
        this.expansion = new Expansion(carriage.compressor());
        this.arrival = arrival;
    }

    @Override
    public void add(long files, long bytes) {
        lanes.add(files, bytes);
    }

    @Override
    public void start(Crew crew, Landing landing) {
        lanes.start(crew, (stream, hasher, buffers) -> receive(landing, stream, hasher, buffers), landing::isOwed);
    }

    private boolean receive(Landing landing, LaneStream stream, Hasher hasher, BufferPool buffers)
            throws IOException, InterruptedException {
        ReceiveLane lane = new ReceiveLane(
                ThrottledStream.receiving(stream, agreed.throttle()),
                landing,
                hasher,
                buffers,
                arrival,
                expansion,
                agreed.terms());
        Thread thread = Thread.currentThread();
        stream.onLeave(lane::retire);
        stream.standing(lane::standing);
        stream.onForsaken(left -> {
            if (left == thread) {
                lane.forsaken();
            }
        });
        boolean left = lane.run();
        stream.finish();
        return left;
    }

    @Override
    public int most() {
        return lanes.most();
    }

    @Override
    public String report() {
        return expansion.report();
    }
}
