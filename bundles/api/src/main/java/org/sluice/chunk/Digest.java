package org.sluice.chunk;

import java.lang.foreign.MemorySegment;
import org.osgi.annotation.versioning.ConsumerType;

/** A hash in the making, for one thread and one use. */
@ConsumerType
public interface Digest {

    /**
     * Appends {@code data}, which may be reused as soon as this returns.
     *
     * @throws IllegalStateException after {@link #finish}
     */
    void update(MemorySegment data);

    /**
     * The hash of all that was appended, in order.
     *
     * @throws IllegalStateException when called twice
     */
    Hash finish();
}
