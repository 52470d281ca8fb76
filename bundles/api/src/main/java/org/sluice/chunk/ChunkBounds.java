package org.sluice.chunk;

/**
 * How much is kept.
 *
 * @param indexEntries most entries of an index, one for each chunk of each file
 * @param storeBytes most bytes of content in a store
 */
public record ChunkBounds(long indexEntries, long storeBytes) {

    /** Checks the values. */
    public ChunkBounds {
        if (indexEntries < 1 || indexEntries > 1 << 28 || storeBytes < 0) {
            throw new IllegalArgumentException(indexEntries + " entries, " + storeBytes + " bytes");
        }
    }
}
