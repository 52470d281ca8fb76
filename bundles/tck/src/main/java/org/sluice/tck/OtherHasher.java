package org.sluice.tck;

import java.lang.foreign.MemorySegment;
import org.sluice.chunk.Digest;
import org.sluice.chunk.Hash;
import org.sluice.chunk.Hasher;

/** A hasher of another name. */
record OtherHasher(Hasher one) implements Hasher {

    @Override
    public String name() {
        return "not-" + one.name();
    }

    @Override
    public Hash hash(MemorySegment data) {
        return one.hash(data);
    }

    @Override
    public Digest digest() {
        return one.digest();
    }
}
