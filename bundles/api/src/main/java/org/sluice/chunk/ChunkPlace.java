package org.sluice.chunk;

import java.util.Objects;

/** Where a chunk lay when that was noted. A hint: what is there now has to be hashed before it is used. */
public sealed interface ChunkPlace {

    /** Length of the chunk, in bytes. */
    int length();

    /**
     * In a file.
     *
     * @param file which, as it was then
     * @param offset where the chunk begins in it, in bytes
     * @param length of the chunk, in bytes
     */
    record InFile(KnownFile file, long offset, int length) implements ChunkPlace {

        /** Checks the values. */
        public InFile {
            Objects.checkFromIndexSize(offset, length, file.key().size());
        }
    }

    /** In the store that was opened with the index; {@link ChunkStore#get} gets it. */
    record InStore(int length) implements ChunkPlace {}
}
