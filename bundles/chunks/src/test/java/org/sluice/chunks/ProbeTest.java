package org.sluice.chunks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProbeTest {

    @Test
    void wide_vectors_are_used() {
        assumeTrue(Transposition.LANES >= 8, "this machine has narrow vectors");

        assertEquals(new Told(List.of("org.sluice.chunks.Blake3Vector"), List.of()), Told.byProbe());
    }

    @Test
    void vectors_of_256_and_512_bits_are_wide_enough() {
        assertEquals(Optional.empty(), Vectors.missing(8));
        assertEquals(Optional.empty(), Vectors.missing(16));
    }

    @Test
    void vectors_of_128_bits_are_told_to_be_too_narrow() {
        assertTrue(Vectors.missing(4).orElseThrow().contains("128 bits"));
    }

    @Test
    void vectors_of_1024_bits_are_told_to_be_unknown() {
        assertTrue(Vectors.missing(32).orElseThrow().contains("1024 bits"));
    }
}
