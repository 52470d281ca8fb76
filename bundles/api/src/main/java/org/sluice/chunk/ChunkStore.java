package org.sluice.chunk;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.OptionalInt;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Keeps the content of chunks by their hash. It outlives the process, and several processes may have the same one open.
 *
 * <p>What it gives is verified: content that does not have the hash it was asked by is dropped, never given. A kill or a
 * power cut at any moment loses at most what was being put. Any number of threads may share one.
 */
@ConsumerType
public interface ChunkStore {

    /**
     * Keeps a chunk, durably when this returns; and {@linkplain #collect collects} when there are more than the bound.
     *
     * @param hash of {@code content}; the caller's word, checked when the chunk is got
     * @param content at most {@link Chunk#LARGEST} bytes, native or heap memory, left unchanged
     * @return whether it was not there before
     * @throws IllegalArgumentException when the content is longer than a chunk or has no bytes
     */
    boolean put(Hash hash, MemorySegment content) throws IOException;

    /**
     * Reads a chunk.
     *
     * @param target receives it from its beginning
     * @return its length in bytes; empty when it is not there, was damaged, or is longer than {@code target}, whose content
     *     is undefined then
     */
    OptionalInt get(Hash hash, MemorySegment target) throws IOException;

    /** The length of a chunk that seems to be there, in bytes; it is not read. */
    OptionalInt find(Hash hash);

    /**
     * Drops the chunks that were put or got least recently until the others are within the bound.
     *
     * @return how many bytes were dropped
     */
    long collect() throws IOException;

    /** How much it holds. */
    StoreStats stats() throws IOException;

    /** Reads every chunk, and drops those that are damaged. */
    Verified verify() throws IOException;
}
