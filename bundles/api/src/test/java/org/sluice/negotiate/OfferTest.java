package org.sluice.negotiate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OfferTest {

    private static final Limits LIMITS = new Limits(1 << 20, 4);

    private static Offer versions(int min, int max) {
        return new Offer(min, max, "", Map.of(), List.of(), LIMITS);
    }

    @Test
    void versions_make_a_range_from_one_on() {
        versions(1, 1);
        versions(2, 5);
        assertThrows(IllegalArgumentException.class, () -> versions(0, 1));
        assertThrows(IllegalArgumentException.class, () -> versions(2, 1));
        assertThrows(IllegalArgumentException.class, () -> versions(-1, -1));
    }

    @Test
    void an_offer_does_not_change_after_it_was_made() {
        List<String> names = new ArrayList<>(List.of("a"));
        Map<String, List<String>> kinds = new LinkedHashMap<>(Map.of("hasher", names));
        Offer offer = new Offer(1, 1, "", kinds, List.of(), LIMITS);

        names.add("b");
        kinds.clear();

        assertEquals(Map.of("hasher", List.of("a")), offer.names());
        assertThrows(UnsupportedOperationException.class, () -> offer.names().clear());
    }

    @Test
    void limits_are_within_what_every_peer_can_bear() {
        assertThrows(IllegalArgumentException.class, () -> new Limits(65535, 1));
        assertThrows(IllegalArgumentException.class, () -> new Limits(Limits.MIN_CONTROL_FRAME, 0));
        assertThrows(IllegalArgumentException.class, () -> new Limits(Limits.MIN_CONTROL_FRAME, 257));
        assertEquals(
                new Limits(Limits.MIN_CONTROL_FRAME, 1),
                new Limits(Limits.MIN_CONTROL_FRAME, 256).lower(new Limits(1 << 20, 1)));
    }

    @Test
    void a_capability_has_a_name() {
        assertThrows(IllegalArgumentException.class, () -> new Capability("", Map.of()));
        assertThrows(IllegalArgumentException.class, () -> new Capability(" ", Map.of()));
    }
}
