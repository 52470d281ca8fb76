package org.sluice.core.path;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.sluice.core.dial.ContainedConnection;
import org.sluice.core.dial.Reached;
import org.sluice.transport.Connection;
import org.sluice.transport.Stream;
import org.sluice.transport.Transport;

/** One connection of a session that the initiator has dialled, and the lanes that go by it. */
public final class PeerPath {

    private final Transport transport;
    private final Connection connection;
    private final Set<LaneStream> lanes = ConcurrentHashMap.newKeySet();
    private final LongAdder before = new LongAdder();
    private final LongAdder waitedBefore = new LongAdder();
    private volatile boolean left;

    /** That has been dialled. */
    public PeerPath(Reached reached) {
        this.transport = reached.transport();
        this.connection = reached.connection();
    }

    /** By which it goes. */
    public Transport transport() {
        return transport;
    }

    String scheme() {
        return transport.scheme();
    }

    /** Tells, once, how the transport is wrong. */
    void onWrong(Consumer<String> listener) {
        if (connection instanceof ContainedConnection contained) {
            contained.onWrong(listener);
        }
    }

    /** For reports. */
    public String name() {
        return connection.path();
    }

    Connection connection() {
        return connection;
    }

    Stream open(Purpose purpose) throws IOException {
        return purpose.open(connection);
    }

    LaneStream lane() throws IOException {
        LaneStream lane = anyLane();
        if (left) {
            lane.leave();
        }
        return lane;
    }

    /** A lane that stays, though others leave. */
    LaneStream anyLane() throws IOException {
        LaneStream[] itself = new LaneStream[1];
        LaneStream lane = new LaneStream(scheme(), Purpose.LANE.open(connection), () -> forget(itself[0]));
        itself[0] = lane;
        lanes.add(lane);
        return lane;
    }

    private void forget(LaneStream lane) {
        if (lanes.remove(lane)) {
            before.add(lane.travelled().bytes());
            waitedBefore.add(lane.waited());
        }
    }

    /** Its lanes go on by another, each as soon as it has delivered what it has begun. */
    void leave() {
        left = true;
        lanes.forEach(LaneStream::leave);
    }

    /** So many of its lanes end. */
    void leave(int some) {
        lanes.stream().limit(Math.max(0, some)).forEach(LaneStream::leave);
    }

    /** Lanes may come to it again. */
    void enter() {
        left = false;
    }

    /** How many lanes go by it now. */
    int lanes() {
        return lanes.size();
    }

    /** How much has travelled by each of its lanes. */
    public Map<Object, Travelled> travelled() {
        Map<Object, Travelled> all = new LinkedHashMap<>();
        lanes.forEach(lane -> all.put(lane, lane.travelled()));
        return all;
    }

    /** How much has travelled by it. */
    public long bytes() {
        return before.sum()
                + lanes.stream().mapToLong(lane -> lane.travelled().bytes()).sum();
    }

    /** What it carries. */
    PathLoad load() {
        return new PathLoad(
                this,
                bytes(),
                waitedBefore.sum()
                        + lanes.stream().mapToLong(LaneStream::waited).sum(),
                connection.roundTrip());
    }

    void close() {
        connection.close();
    }

    @Override
    public String toString() {
        return name();
    }
}
