package org.sluice.core.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaneBoundsTest {

    private static final LaneBounds USUAL = new LaneBounds(4, 64);

    private static LaneBounds said(String lanes) {
        return LaneBounds.of(Map.of("SLUICE_LANES", lanes));
    }

    @Test
    void four_to_sixty_four_unless_said() {
        assertEquals(USUAL, LaneBounds.of(Map.of()));
    }

    @Test
    void one_number_is_how_many() {
        assertEquals(new LaneBounds(1, 1), said("1"));
        assertEquals(new LaneBounds(256, 256), said("256"));
    }

    @Test
    void two_are_between_which() {
        assertEquals(new LaneBounds(4, 256), said("4-256"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "257", "many", "-4", "4-", "8-4", "1-1000", "99999999999", " 4"})
    void what_is_said_wrongly_counts_as_not_said(String wrong) {
        assertEquals(USUAL, said(wrong));
    }

    @Test
    void a_peer_that_takes_fewer_gets_fewer() {
        assertEquals(new LaneBounds(4, 16), USUAL.within(16));
        assertEquals(new LaneBounds(2, 2), USUAL.within(2));
        assertEquals(USUAL, USUAL.within(256));
    }

    @Test
    void what_may_travel_slowly_only_begins_by_fewer() {
        assertEquals(new LaneBounds(1, 64), USUAL.at(OptionalLong.of(1)));
        assertEquals(new LaneBounds(2, 64), USUAL.at(OptionalLong.of(10 << 20)));
        assertEquals(USUAL, USUAL.at(OptionalLong.of(Long.MAX_VALUE)));
        assertEquals(USUAL, USUAL.at(OptionalLong.empty()));
        assertEquals(new LaneBounds(3, 3), said("3").at(OptionalLong.of(1)), "as was said");
    }
}
