package org.sluice.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sluice.core.negotiate.BestCommon;
import org.sluice.core.session.Chunking;
import org.sluice.negotiate.Capability;
import org.sluice.negotiate.Limits;
import org.sluice.negotiate.Offer;
import org.sluice.transfer.PeerTerms;
import org.sluice.transfer.PeerTerms.Reach;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;

class TermsTest {

    private static final Map<String, List<String>> NAMES =
            Map.of("hasher", List.of("blake3"), "compressor", List.of("zstd", "none"));

    private static Offer offer(int version, Map<String, List<String>> names, List<Capability> capabilities) {
        return new Offer(1, version, "sluice " + version, names, capabilities, new Limits(1 << 20, 16));
    }

    private static Offer ours() {
        return offer(1, NAMES, Offers.capabilities(Chunking.USUAL));
    }

    private static Offer without(String capability) {
        List<Capability> rest = new ArrayList<>(Offers.capabilities(Chunking.USUAL));
        rest.removeIf(one -> one.name().equals(capability));
        return offer(1, NAMES, rest);
    }

    private static PeerTerms terms(Offer theirs) throws Exception {
        return new Terms(ours(), theirs, new BestCommon()).with(List.of(new Reach("tcp", true, "tcp+tls")));
    }

    private static void assertLost(String what, Offer theirs) throws Exception {
        List<String> losses = terms(theirs).losses();
        assertEquals(1, losses.size(), losses::toString);
        assertTrue(losses.getFirst().startsWith(what), losses::toString);
    }

    @Test
    void with_a_peer_of_the_same_age_nothing_is_lost() throws Exception {
        PeerTerms terms = terms(ours());

        assertEquals(List.of(), terms.losses());
        assertEquals(Map.of("hasher", "blake3", "compressor", "zstd"), terms.chosen());
        assertEquals(List.of("beside", "chunks", "join", "read", "seal"), terms.capabilities());
        assertEquals(Optional.of(4 << 20), terms.chunkSize());
        assertEquals(16, terms.lanes());
    }

    @Test
    void what_the_peer_lacks_is_told_by_what_it_costs() throws Exception {
        assertLost("no chunks at the peer: a changed file is sent whole", without("chunks"));
        assertLost("no join at the peer: one transport, no fail-over", without("join"));
        assertLost("no beside at the peer: transports are not compared", without("beside"));
        assertLost("no read at the peer: ", without("read"));
        assertLost("no seal at the peer: a transport that carries other bytes", without("seal"));
        assertLost(
                "no compressor in common: ",
                offer(
                        1,
                        Map.of("hasher", List.of("blake3"), "compressor", List.of("none")),
                        Offers.capabilities(Chunking.USUAL)));
        assertLost(
                "chunks of 65536 bytes, though we take larger ones",
                offer(1, NAMES, Offers.capabilities(new Chunking(64 << 10))));
    }

    @Test
    void what_we_lack_is_told_too() throws Exception {
        PeerTerms terms = new Terms(
                        without("join"), offer(2, NAMES, Offers.capabilities(Chunking.USUAL)), new BestCommon())
                .with(List.of());

        assertEquals(
                "protocol 1 is spoken, though the peer speaks 2, too",
                terms.losses().get(0));
        assertTrue(terms.losses().get(1).startsWith("no join here: "), terms.losses()::toString);
    }

    @Test
    void a_plain_peer_lets_files_be_read() throws Exception {
        PeerTerms terms = terms(offer(1, Map.of(), List.of(new Capability("read", Map.of()))));

        assertEquals(0, terms.lanes());
        assertEquals(Optional.empty(), terms.chunkSize());
        assertTrue(terms.losses().getFirst().startsWith("no lanes, since the peer has no hasher: contents are read"));
        assertEquals(4, terms.losses().size());
    }

    @Test
    void with_a_peer_that_has_neither_nothing_can_be_transferred() throws Exception {
        PeerTerms terms = terms(offer(1, Map.of(), List.of()));

        assertTrue(terms.losses().getFirst().endsWith("nothing but names can be transferred"));
    }

    @Test
    void a_transport_that_does_not_reach_the_peer_is_lost() throws Exception {
        PeerTerms terms = new Terms(ours(), ours(), new BestCommon())
                .with(List.of(new Reach("tcp", true, "tcp+tls"), new Reach("quic", false, "connection refused")));

        assertEquals(List.of("quic does not reach the peer (connection refused): it is not compared"), terms.losses());
    }

    @Test
    void peers_without_a_version_in_common_have_no_terms() {
        Offer later = new Offer(2, 3, "sluice 3", NAMES, List.of(), new Limits(1 << 20, 16));

        TransferException refused =
                assertThrows(TransferException.class, () -> new Terms(ours(), later, new BestCommon()));

        assertEquals(Reason.INCOMPATIBLE, refused.reason());
        assertTrue(refused.getMessage().contains("sluice 3"), refused.getMessage());
    }
}
