package org.sluice.core.lane;

import java.lang.foreign.MemorySegment;
import org.sluice.chunk.Hash;
import org.sluice.chunk.Hasher;

/**
 * Tells one pack or range from all others: half a hash of what says where its content belongs and what it is. A range's is of all that stands
 * around the content, so that no other content can stand there; a pack's is the beginning of its own hash, which is of its rows, too.
 */
record Seal(long first, long second) {

    static final int BYTES = 16;

    /** Of a range. */
    static Seal of(Hasher hasher, MemorySegment headerAndTrailer) {
        Hash hash = hasher.hash(headerAndTrailer);
        return new Seal(hash.w0(), hash.w1());
    }

    /** As it travels, at the beginning of {@code bytes}; of a pack, that is its hash. */
    static Seal read(MemorySegment bytes) {
        return new Seal(bytes.get(LaneLayout.LONG, 0), bytes.get(LaneLayout.LONG, Long.BYTES));
    }

    void writeTo(MemorySegment target, long offset) {
        target.set(LaneLayout.LONG, offset, first);
        target.set(LaneLayout.LONG, offset + Long.BYTES, second);
    }
}
