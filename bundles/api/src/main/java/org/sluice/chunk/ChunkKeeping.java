package org.sluice.chunk;

import org.osgi.annotation.versioning.ConsumerType;

/** An index and a store in one folder, open. */
@ConsumerType
public interface ChunkKeeping extends AutoCloseable {

    /** Which chunks there are, and where. */
    ChunkIndex index();

    /** The chunks that are kept for themselves. */
    ChunkStore store();

    /** Makes durable what is not yet, and closes both: then the index knows nothing, and the store fails. A second call does nothing. */
    @Override
    void close();
}
