package org.sluice.chunks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluice.chunk.Hasher;
import org.sluice.provider.Unavailable;
import org.sluice.tck.HasherContract;

/** Run by a JVM of its own, which was not given the vectors' module. */
class WithoutVectorsTest extends HasherContract {

    @Override
    protected Hasher hasher() {
        return new Blake3Scalar();
    }

    @Test
    void people_are_told_why_there_are_no_vectors() {
        Unavailable unavailable =
                new Unavailable("hasher", "blake3-vector", "the JVM runs without --add-modules jdk.incubator.vector");

        assertEquals(new Told(List.of(), List.of(unavailable)), Told.byProbe());
    }

    @Test
    void the_twin_would_not_have_run() {
        MemorySegment data = MemorySegment.ofArray(new byte[5000]);

        assertThrows(
                NoClassDefFoundError.class,
                () -> new Blake3Vector(new RisingKernel(new VectorKernel(), new VectorKernel())).hash(data));
    }
}
