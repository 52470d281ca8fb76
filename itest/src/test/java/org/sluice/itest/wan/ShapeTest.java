package org.sluice.itest.wan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShapeTest {

    @Test
    void a_setting_is_what_was_written() {
        Shape shape = Shape.NONE
                .with("rtt", "50ms")
                .with("rate", "1.5gbit")
                .with("queue", "2s")
                .with("loss", "0.5%")
                .with("reorder", "1%")
                .with("path-mtu", "1400")
                .with("block", "udp,tcp:22");

        assertEquals(
                new Shape(
                        25_000_000,
                        1_500_000_000,
                        2_000_000_000,
                        0.005,
                        0.01,
                        1400,
                        List.of(new Blocked(17, 0), new Blocked(6, 22))),
                shape);
        assertEquals(
                "rtt 50ms, rate 1500mbit, queue 2000ms, loss 0.5%, reorder 1%, path-mtu 1400, block udp,tcp:22",
                shape.toString());
    }

    @Test
    void what_is_no_setting_is_refused() {
        assertThrows(IllegalArgumentException.class, () -> Shape.NONE.with("colour", "red"));
        assertThrows(IllegalArgumentException.class, () -> Shape.NONE.with("rtt", "50"));
        assertThrows(IllegalArgumentException.class, () -> Shape.NONE.with("loss", "101%"));
        assertThrows(IllegalArgumentException.class, () -> Shape.NONE.with("block", "ipx"));
    }
}
