package org.sluice.compress;

import java.lang.foreign.MemorySegment;
import java.util.OptionalLong;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Makes content smaller without loss, a piece of at most {@value #LONGEST} bytes at a time.
 *
 * <p>No call knows of another: what was compressed, or was refused, changes nothing of what follows. Any number of
 * threads, of any kind, may call at once; a call computes and never waits. Memory, native or on the heap, may begin
 * anywhere, and is not touched once a call has returned.
 */
@ConsumerType
public interface Compressor {

    /** The longest content that is given, in bytes. */
    long LONGEST = 4 << 20;

    /** The format's name in offers, for example {@code zstd}. Two compressors of one name read what the other wrote. */
    String name();

    /**
     * Compresses {@code content}, which is left unchanged, to the beginning of {@code target}. The two do not overlap.
     *
     * @param content from one byte to {@link #LONGEST}
     * @param target where to; nothing is written beyond it, and what it holds is undefined when the result is empty
     * @return how many bytes were written; empty when they would not fit, as those of content that does not compress
     */
    OptionalLong compress(MemorySegment content, MemorySegment target);

    /**
     * Restores the content that {@code compressed} was made from, which comes from a peer and may be anything. The two do
     * not overlap.
     *
     * <p>However large a content, a window or a table {@code compressed} says it needs, nothing is written beyond
     * {@code target}, and no more than {@value #MOST_MEMORY} bytes are allocated for a call.
     *
     * @param compressed exactly what {@link #compress} has written; left unchanged
     * @param target exactly as long as the content; undefined after a failure
     * @throws CorruptContentException when {@code compressed} is not a content of that length, whole and nothing else
     */
    void decompress(MemorySegment compressed, MemorySegment target) throws CorruptContentException;

    /** What a call of {@link #decompress} may allocate, on the heap and off it, in bytes. */
    long MOST_MEMORY = 16 << 20;
}
