package org.sluice.data;

import java.lang.foreign.MemorySegment;
import org.osgi.annotation.versioning.ProviderType;

/** A buffer taken from a {@link BufferPool}; closing gives it back. May be used by one thread after another. */
@ProviderType
public interface Buffer extends AutoCloseable {

    /** The memory; a slice of the pool's slab, {@link BufferPool#bufferSize()} bytes long. */
    MemorySegment segment();

    /** Gives the buffer back. A second call does nothing. */
    @Override
    void close();
}
