package org.sluice.chunks;

import java.lang.foreign.MemorySegment;

/** Computes chaining values, the hot part of BLAKE3. Stateless, so any number of threads may share one. */
interface Kernel {

    /**
     * Hashes whole chunks that are not the root.
     *
     * @param data native memory, {@code count} KiB of it from {@code offset}
     * @param counter the position of the first in the whole input, in chunks
     * @param cvs native memory for {@code count} chaining values, from its beginning
     */
    void chunks(MemorySegment data, long offset, int count, long counter, MemorySegment cvs);

    /** Replaces {@code 2 * count} chaining values at {@code offset} by those of their {@code count} parents. */
    void parents(MemorySegment cvs, long offset, int count);
}
