package org.sluice.io.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RememberedTest {

    @Test
    void nothing_is_remembered_where_the_environment_says_so() {
        assertTrue(Remembered.history(Optional.of("/home"), Map.of()).isPresent());
        assertTrue(Remembered.history(Optional.of("/home"), Map.of("SLUICE_DISABLE_PERF_HISTORY", "false"))
                .isPresent());
        assertEquals(
                Optional.empty(),
                Remembered.history(Optional.of("/home"), Map.of("SLUICE_DISABLE_PERF_HISTORY", "true")));
    }
}
