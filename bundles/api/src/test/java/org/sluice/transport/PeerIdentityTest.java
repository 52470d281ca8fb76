package org.sluice.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class PeerIdentityTest {

    @Test
    void a_fingerprint_has_64_lower_case_hexadecimal_digits_and_nothing_else() {
        String good = "0123456789abcdef".repeat(4);
        assertEquals(good, new PeerIdentity(good).fingerprint());
        for (String text : List.of(
                "",
                "0",
                good + "0",
                good.substring(1),
                good.replace('a', 'A'),
                good.replace('a', 'g'),
                good.substring(1) + "\n")) {
            assertThrows(IllegalArgumentException.class, () -> new PeerIdentity(text), text);
        }
    }
}
