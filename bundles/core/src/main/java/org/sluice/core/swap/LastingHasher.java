package org.sluice.core.swap;

import java.lang.foreign.MemorySegment;
import java.util.function.Supplier;
import org.sluice.chunk.Digest;
import org.sluice.chunk.Hash;
import org.sluice.chunk.Hasher;

/** The hasher of a name, whichever bundle has it when a chunk begins. While none has, who needs it waits. */
public final class LastingHasher implements Hasher {

    private final String name;
    private final Supplier<Hasher> present;

    /** @param present the best of that name; waits for one, and throws {@link ProviderGoneException} when that lasts too long */
    public LastingHasher(String name, Supplier<Hasher> present) {
        this.name = name;
        this.present = present;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Hash hash(MemorySegment data) {
        return present.get().hash(data);
    }

    @Override
    public Digest digest() {
        return present.get().digest();
    }
}
