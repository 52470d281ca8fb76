package org.sluice.core.negotiate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sluice.negotiate.Agreement;
import org.sluice.negotiate.Capability;
import org.sluice.negotiate.Limits;
import org.sluice.negotiate.NoAgreementException;
import org.sluice.negotiate.Offer;

class BestCommonTest {

    private final BestCommon negotiator = new BestCommon();

    private static Offer versions(int min, int max, String build) {
        return new Offer(min, max, build, Map.of(), List.of(), new Limits(1 << 20, 4));
    }

    private static Offer hashers(String... names) {
        return new Offer(1, 1, "", Map.of("hasher", List.of(names)), List.of(), new Limits(1 << 20, 4));
    }

    private static Offer capabilities(Capability... capabilities) {
        return new Offer(1, 1, "", Map.of(), List.of(capabilities), new Limits(1 << 20, 4));
    }

    private static Offer limits(int frame, int lanes) {
        return new Offer(1, 1, "", Map.of(), List.of(), new Limits(frame, lanes));
    }

    private Agreement agree(Offer initiator, Offer responder) throws NoAgreementException {
        return negotiator.agree(initiator, responder);
    }

    private String refusal(Offer initiator, Offer responder) {
        return assertThrows(NoAgreementException.class, () -> agree(initiator, responder))
                .getMessage();
    }

    @Test
    void the_highest_version_that_both_speak_is_spoken() throws Exception {
        assertEquals(3, agree(versions(1, 3, "a"), versions(2, 5, "b")).version());
        assertEquals(3, agree(versions(2, 5, "b"), versions(1, 3, "a")).version());
    }

    @Test
    void with_an_older_peer_its_version_is_spoken() throws Exception {
        assertEquals(1, agree(versions(1, 9, "new"), versions(1, 1, "old")).version());
        assertEquals(1, agree(versions(1, 1, "old"), versions(1, 9, "new")).version());
    }

    @Test
    void without_a_version_in_common_both_sides_are_named() {
        String message = refusal(versions(1, 2, "sluice 0.1"), versions(3, 3, "sluice 0.9"));

        for (String part : List.of("sluice 0.1", "1 to 2", "sluice 0.9", "responder", "initiator")) {
            assertTrue(message.contains(part), message);
        }
        assertTrue(message.contains("(sluice 0.9) 3;"), message);
    }

    @Test
    void of_each_kind_the_initiators_best_that_the_responder_has_is_chosen() throws Exception {
        Offer one = hashers("blake3", "sha256", "xxh3");
        Offer other = hashers("xxh3", "sha256");

        assertEquals(Optional.of("sha256"), agree(one, other).chosen("hasher"));
        assertEquals(Optional.of("xxh3"), agree(other, one).chosen("hasher"));
    }

    @Test
    void a_kind_that_only_one_has_is_left_out() throws Exception {
        assertEquals(
                Optional.empty(),
                agree(hashers("blake3"), versions(1, 1, "old")).chosen("hasher"));
        assertEquals(
                Optional.empty(),
                agree(versions(1, 1, "old"), hashers("blake3")).chosen("hasher"));
    }

    @Test
    void without_a_name_in_common_both_sides_are_named() {
        String message = refusal(hashers("blake3", "sha256"), hashers("xxh3"));

        assertTrue(
                message.contains("hasher") && message.contains("[blake3, sha256]") && message.contains("[xxh3]"),
                message);
        assertThrows(NoAgreementException.class, () -> agree(hashers(), hashers("xxh3")));
    }

    @Test
    void a_capability_that_both_have_holds_with_the_parameters_they_agree_on() throws Exception {
        Agreement agreement = agree(
                capabilities(
                        new Capability("resume", Map.of("unit", "file", "x", "1")), new Capability("mine", Map.of())),
                capabilities(
                        new Capability("yours", Map.of()), new Capability("resume", Map.of("unit", "file", "x", "2"))));

        assertEquals(List.of(new Capability("resume", Map.of("unit", "file"))), agreement.capabilities());
    }

    @Test
    void where_both_say_the_most_the_lower_holds() throws Exception {
        Capability nine = new Capability("size", Map.of("most", "9"));
        Capability ten = new Capability("size", Map.of("most", "10"));

        assertEquals(List.of(nine), agree(capabilities(ten), capabilities(nine)).capabilities());
        assertEquals(List.of(nine), agree(capabilities(nine), capabilities(ten)).capabilities());
        assertEquals(
                List.of(new Capability("size", Map.of())),
                agree(capabilities(nine), capabilities(new Capability("size", Map.of())))
                        .capabilities());
        assertEquals(
                List.of(new Capability("size", Map.of())),
                agree(capabilities(nine), capabilities(new Capability("size", Map.of("most", "x"))))
                        .capabilities());
    }

    @Test
    void the_lower_limits_hold() throws Exception {
        assertEquals(
                new Limits(600_000, 2),
                agree(limits(600_000, 16), limits(1 << 20, 2)).limits());
    }

    @Test
    void the_build_decides_nothing() throws Exception {
        assertEquals(agree(versions(1, 2, "a"), versions(1, 2, "b")), agree(versions(1, 2, "y"), versions(1, 2, "z")));
    }

    @Test
    void equal_offers_give_equal_agreements() throws Exception {
        long seed = 20261121;
        Random random = new Random(seed);
        List<String> names = List.of("a", "b", "c", "d");
        for (int round = 0; round < 500; round++) {
            Offer one = random(random, names);
            Offer other = random(random, names);
            assertEquals(outcome(one, other), outcome(copy(one), copy(other)), () -> "seed " + seed);
        }
    }

    private Object outcome(Offer one, Offer other) {
        try {
            return agree(one, other);
        } catch (NoAgreementException e) {
            return e.getMessage();
        }
    }

    private static Offer copy(Offer offer) {
        return new Offer(
                offer.minVersion(),
                offer.maxVersion(),
                offer.build(),
                new LinkedHashMap<>(offer.names()),
                offer.capabilities(),
                offer.limits());
    }

    private static Offer random(Random random, List<String> names) {
        int min = 1 + random.nextInt(3);
        Map<String, List<String>> kinds = new LinkedHashMap<>();
        kinds.put("hasher", names.stream().filter(n -> random.nextBoolean()).toList());
        kinds.put("chunker", names.stream().filter(n -> random.nextBoolean()).toList());
        List<Capability> capabilities = names.stream()
                .filter(n -> random.nextBoolean())
                .map(n -> new Capability(n, Map.of("p", Integer.toString(random.nextInt(2)))))
                .toList();
        return new Offer(
                min, min + random.nextInt(3), "x", kinds, capabilities, new Limits(1 << 20, 1 + random.nextInt(9)));
    }
}
