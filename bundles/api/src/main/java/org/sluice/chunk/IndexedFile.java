package org.sluice.chunk;

import java.time.Instant;
import java.util.Objects;

/**
 * A file and what it consists of.
 *
 * @param file where it is; its key was equal before its content was read and after
 * @param seen when the key was looked at after that
 * @param chunks of the content that was read
 */
public record IndexedFile(KnownFile file, Instant seen, FileChunks chunks) {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException when file and chunks differ in size
     */
    public IndexedFile {
        Objects.requireNonNull(seen);
        if (file.key().size() != chunks.size()) {
            throw new IllegalArgumentException("chunks of " + chunks.size() + " bytes in a file of "
                    + file.key().size());
        }
    }
}
