package org.sluice.core.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PredictorTest {

    private static final Pace PRIOR = new Pace(1e-4, 1e-9);

    private final Predictor predictor = new Predictor(PRIOR);

    private void assertNear(double expected, double actual) {
        assertEquals(expected, actual, expected * 0.1);
    }

    @Test
    void before_anything_is_done_it_takes_as_long_as_it_took_before() {
        assertNear(10 + 5, predictor.seconds(100_000, 5_000_000_000L));
        assertEquals(0, predictor.seconds(0, 0));
    }

    @Test
    void what_is_seen_soon_counts_for_more_than_what_was_known() {
        for (int i = 0; i < 10; i++) {
            predictor.observe(0.5, 0, 100_000_000);
        }

        assertNear(10, predictor.seconds(0, 2_000_000_000));
    }

    @Test
    void small_files_and_large_ones_are_told_apart() {
        for (int i = 0; i < 40; i++) {
            predictor.observe(1, 2_000, 8_000_000);
            predictor.observe(1, 3, 300_000_000);
        }

        assertNear(10, predictor.seconds(20_000, 80_000_000));
        assertNear(10, predictor.seconds(30, 3_000_000_000L));
    }

    @Test
    void of_what_is_not_seen_what_was_known_is_kept() {
        for (int i = 0; i < 40; i++) {
            predictor.observe(1, 0, 100_000_000);
        }

        assertNear(1, predictor.seconds(10_000, 0));
    }

    @Test
    void a_change_of_pace_is_followed_within_seconds() {
        for (int i = 0; i < 40; i++) {
            predictor.observe(1, 1_000, 0);
        }
        for (int i = 0; i < 20; i++) {
            predictor.observe(1, 50_000, 0);
        }

        assertNear(1, predictor.seconds(50_000, 0));
    }

    @Test
    void a_stall_makes_it_longer_and_never_endless() {
        predictor.observe(1, 10_000, 0);
        double before = predictor.seconds(10_000, 0);
        predictor.observe(0.5, 100, 0);

        assertTrue(predictor.seconds(10_000, 0) >= before);
        for (int i = 0; i < 1000; i++) {
            predictor.observe(1, 0, 0);
        }
        assertTrue(Double.isFinite(predictor.seconds(1_000_000, 1_000_000_000)));
    }

    @Test
    void no_time_is_no_observation() {
        predictor.observe(0, 1_000_000, 1_000_000_000);
        predictor.observe(-1, 1_000_000, 1_000_000_000);

        assertEquals(PRIOR, predictor.pace());
    }

    @Test
    void a_pace_that_no_machine_has_is_refused() {
        assertThrows(IllegalArgumentException.class, () -> new Pace(0, 1e-9));
        assertThrows(IllegalArgumentException.class, () -> new Pace(1e-4, Double.NaN));
    }
}
