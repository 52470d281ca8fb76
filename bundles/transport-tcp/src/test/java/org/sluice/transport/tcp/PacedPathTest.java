package org.sluice.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** What a path is taken for by what its sockets have seen. */
class PacedPathTest {

    @Test
    void without_a_queue_a_round_trip_takes_as_long_as_the_shortest_but_for_one_that_stands_alone() {
        assertEquals(0.050, PacedPath.base(DoubleStream.of(0.050)));
        assertEquals(0.050, PacedPath.base(DoubleStream.of(0.090, 0.050)));
        assertEquals(0.050, PacedPath.base(DoubleStream.of(0.090, 0.039, 0.050, 0.051)));
    }
}
