package org.sluice.chunks;

import java.lang.foreign.MemorySegment;
import org.sluice.chunk.Hash;

/** The last compression of a chunk or a parent, for one use. */
record Node(int[] cv, int[] block, long counter, int length, int flags) {

    /** The parent of two chaining values, the left one from {@code stack}. */
    static Node parent(int[] left, int[] right) {
        int[] block = new int[16];
        System.arraycopy(left, 0, block, 0, Compression.CV_WORDS);
        System.arraycopy(right, 0, block, Compression.CV_WORDS, Compression.CV_WORDS);
        return new Node(Compression.iv(), block, 0, Compression.BLOCK, Compression.PARENT);
    }

    int[] chainingValue() {
        Compression.compress(cv, block, counter, length, flags);
        return cv;
    }

    Hash root() {
        Compression.compress(cv, block, 0, length, flags | Compression.ROOT);
        byte[] digest = new byte[Hash.BYTES];
        Compression.write(cv, MemorySegment.ofArray(digest), 0);
        return Hash.of(digest);
    }
}
