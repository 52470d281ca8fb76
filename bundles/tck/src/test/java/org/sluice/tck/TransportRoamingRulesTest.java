package org.sluice.tck;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sluice.transport.TransportFeature;

class TransportRoamingRulesTest {

    /** Says that it roams, and is reached by no datagrams. */
    static class Boasting extends MemoryContract {
        @Override
        MemoryTransport make() {
            return new MemoryTransport() {
                @Override
                public Set<TransportFeature> features() {
                    return Set.of(TransportFeature.ROAMING);
                }
            };
        }
    }

    @Test
    void a_transport_that_claims_to_roam_without_proof_is_found_out() {
        ContractRun.together(Boasting.class)
                .failsExactly("a_connection_outlives_a_change_of_the_address_it_comes_from");
    }
}
