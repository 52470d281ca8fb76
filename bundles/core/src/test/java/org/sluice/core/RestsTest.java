package org.sluice.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sluice.transport.Transport;

/** For how long what has hung is left alone. */
@Timeout(60)
class RestsTest {

    private final Transport transport = new TransportDouble("pigeon", Set.of());

    @Test
    void each_time_for_twice_as_long_up_to_an_hour() {
        Rests rests = new Rests(Duration.ofMinutes(15));

        assertEquals(
                List.of(15L, 30L, 60L, 60L),
                Stream.generate(() -> rests.begin(transport).toMinutes())
                        .limit(4)
                        .toList());
    }

    @Test
    void until_it_is_over() throws Exception {
        Rests rests = new Rests(Duration.ofMillis(50));
        long begun = System.nanoTime();
        rests.begin(transport);

        Condition.met("it is over", () -> !rests.isResting(transport));
        assertTrue(System.nanoTime() - begun >= Duration.ofMillis(50).toNanos());
    }

    @Test
    void what_has_gone_is_forgotten() {
        Rests rests = new Rests(Duration.ofMinutes(5));
        rests.begin(transport);

        rests.retain(Set.of(transport));
        assertTrue(rests.isResting(transport));
        rests.retain(Set.of());
        assertFalse(rests.isResting(transport));
        assertEquals(5, rests.begin(transport).toMinutes());
    }
}
