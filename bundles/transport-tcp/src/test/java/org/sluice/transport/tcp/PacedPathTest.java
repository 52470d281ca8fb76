package org.sluice.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** What a path is taken for by what its sockets have seen. */
class PacedPathTest {

    @Test
    void what_came_after_a_gap_has_arrived_too() {
        ByteBuffer info = ByteBuffer.allocate(152).order(ByteOrder.nativeOrder());
        info.putLong(120, 5_000_000_000L).putInt(28, 100).putInt(16, 1448);

        assertEquals(5_000_144_800L, PacedPath.arrived(info));
    }

    @Test
    void without_a_queue_a_round_trip_takes_as_long_as_the_shortest_but_for_one_that_stands_alone() {
        assertEquals(0.050, PacedPath.base(DoubleStream.of(0.050)));
        assertEquals(0.050, PacedPath.base(DoubleStream.of(0.090, 0.050)));
        assertEquals(0.050, PacedPath.base(DoubleStream.of(0.090, 0.039, 0.050, 0.051)));
    }
}
