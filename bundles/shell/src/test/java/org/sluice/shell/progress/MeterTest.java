package org.sluice.shell.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MeterTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void the_first_sample_has_no_rate() {
        assertEquals(0, new Meter().rate(SECOND, 1000));
    }

    @Test
    void the_rate_is_that_of_the_last_seconds() {
        Meter meter = new Meter();
        meter.rate(0, 0);
        for (int second = 1; second <= 10; second++) {
            meter.rate(second * SECOND, second * 100);
        }

        assertEquals(100, meter.rate(11 * SECOND, 1_100));
        for (int second = 12; second <= 20; second++) {
            meter.rate(second * SECOND, 1_100);
        }
        assertEquals(0, meter.rate(21 * SECOND, 1_100));
    }

    @Test
    void samples_at_the_same_moment_do_not_divide_by_zero() {
        Meter meter = new Meter();
        meter.rate(SECOND, 0);

        assertEquals(0, meter.rate(SECOND, 10));
    }
}
