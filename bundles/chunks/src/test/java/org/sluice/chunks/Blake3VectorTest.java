package org.sluice.chunks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.sluice.chunk.Hasher;
import org.sluice.tck.HasherContract;

/** Run twice: with the machine's own vectors, and with 256 bits at most. */
class Blake3VectorTest extends HasherContract {

    @Override
    protected Hasher hasher() {
        return new Blake3Vector(new RisingKernel(new VectorKernel(), new VectorKernel()));
    }

    @Test
    void vectors_are_no_wider_than_the_build_allows() {
        int most = Integer.getInteger("org.sluice.test.lanes", 16);

        assertTrue(Transposition.LANES <= most, () -> Transposition.LANES + " lanes");
    }
}
