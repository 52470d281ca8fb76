package org.sluice.chunks;

import java.lang.foreign.MemorySegment;
import org.sluice.chunk.Digest;
import org.sluice.chunk.Hash;
import org.sluice.chunk.Hasher;

/** BLAKE3 by one kernel from the first byte on. */
record KernelHasher(Kernel kernel) implements Hasher {

    @Override
    public String name() {
        return "blake3";
    }

    @Override
    public Hash hash(MemorySegment data) {
        Digest digest = digest();
        digest.update(data);
        return digest.finish();
    }

    @Override
    public Digest digest() {
        return new TreeDigest(kernel);
    }
}
