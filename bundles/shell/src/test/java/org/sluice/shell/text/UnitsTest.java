package org.sluice.shell.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class UnitsTest {

    @Test
    void bytes_have_three_digits_that_count() {
        assertEquals("0 B", Units.bytes(0));
        assertEquals("999 B", Units.bytes(999));
        assertEquals("1.00 kB", Units.bytes(1000));
        assertEquals("12.3 kB", Units.bytes(12_345));
        assertEquals("123 kB", Units.bytes(123_456));
        assertEquals("1.21 GB", Units.bytes(1_210_000_000));
        assertEquals("9.22 EB", Units.bytes(Long.MAX_VALUE));
    }

    @Test
    void rounding_never_makes_a_thousand_of_a_unit() {
        assertEquals("1.00 MB", Units.bytes(999_999));
        assertEquals("999 kB", Units.bytes(999_499));
        assertEquals("10.0 kB", Units.bytes(9_999));
        assertEquals("100 kB", Units.bytes(99_960));
    }

    @Test
    void counts_are_grouped_and_know_their_number() {
        assertEquals("1 file", Units.count(1, "file", "files"));
        assertEquals("48,301 files", Units.count(48_301, "file", "files"));
    }

    @Test
    void durations_are_read_like_durations() {
        assertEquals("0.004 s", Units.duration(Duration.ofMillis(4)));
        assertEquals("3.4 s", Units.duration(Duration.ofMillis(3_412)));
        assertEquals("10 s", Units.duration(Duration.ofMillis(9_970)));
        assertEquals("2 min 05 s", Units.duration(Duration.ofSeconds(125)));
        assertEquals("1 h 02 min", Units.duration(Duration.ofSeconds(3_725)));
    }

    @Test
    void a_clock_counts_on_beyond_the_hour() {
        assertEquals("0:07", Units.clock(7));
        assertEquals("59:59", Units.clock(3_599));
        assertEquals("1:00:00", Units.clock(3_600));
    }
}
