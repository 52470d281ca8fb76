package org.sluice.chunk;

import java.io.IOException;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ConsumerType;

/** Keeps chunks, and what is known of them, in a folder. A service; who needs it opens it late, since that takes time. */
@ConsumerType
public interface ChunkKeeper {

    /** Its name, for people: {@code sqlite}. */
    String name();

    /**
     * Opens what is kept in a folder, or begins it. A folder may be open several times, by one process or many.
     *
     * @param folder made when it does not exist, for its owner only
     * @param hasher what hashes are made by; a folder has chunks of one name of hasher
     * @throws IOException when the folder cannot be used, or has chunks of another hasher
     */
    ChunkKeeping open(Path folder, Hasher hasher, ChunkBounds bounds) throws IOException;
}
