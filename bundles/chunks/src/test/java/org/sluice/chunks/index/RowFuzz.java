package org.sluice.chunks.index;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.sluice.chunk.Hasher;
import org.sluice.chunks.Blake3Scalar;

/** Any bytes as a row of the index, with a proof that is right. See {@code itest/fuzz}. */
public final class RowFuzz {

    private static final Hasher HASHER = new Blake3Scalar();

    private RowFuzz() {}

    /** Reads a row, or finds none; without its proof there is none. */
    public static void fuzzerTestOneInput(byte[] data) {
        long proof = HASHER.hash(MemorySegment.ofArray(data)).w0();
        byte[] bytes = Arrays.copyOf(data, data.length + Row.PROOF);
        ByteBuffer.wrap(bytes).putLong(data.length, proof + 1);
        if (Row.proven(bytes).isPresent()) {
            throw new IllegalStateException("a row without a proof");
        }
        ByteBuffer.wrap(bytes).putLong(data.length, proof);
        Optional<Row> row = Row.proven(bytes);
        if (row.isPresent()) {
            row.get().chunks();
            row.get().head();
            try {
                row.get().file();
            } catch (IllegalArgumentException noPath) {
                // The proof says that we have written it, and we have written paths.
            }
        }
    }
}
