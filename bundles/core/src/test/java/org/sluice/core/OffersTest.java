package org.sluice.core;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sluice.negotiate.Agreement;
import org.sluice.negotiate.Capability;
import org.sluice.negotiate.Limits;

class OffersTest {

    private static Agreement agreed(Capability... capabilities) {
        return new Agreement(1, Map.of(), List.of(capabilities), new Limits(1 << 20, 2));
    }

    @Test
    void chunks_are_spoken_of_when_both_peers_know_them_and_cut_alike() {
        assertTrue(Offers.inChunks(agreed(new Capability("chunks", Map.of("size", "4194304")))));
        assertFalse(Offers.inChunks(agreed()));
        assertFalse(Offers.inChunks(agreed(new Capability("other", Map.of("size", "4194304")))));
        // sizes that differ are not in an agreement
        assertFalse(Offers.inChunks(agreed(new Capability("chunks", Map.of()))));
    }
}
