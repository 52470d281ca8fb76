package org.sluice.chunks;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** The chunk at the end of what came so far, kept until it is known whether more follows. */
final class PartialChunk {

    private final byte[] bytes = new byte[Compression.CHUNK];
    private final MemorySegment memory = MemorySegment.ofArray(bytes);
    private int length;

    boolean isEmpty() {
        return length == 0;
    }

    boolean isFull() {
        return length == Compression.CHUNK;
    }

    /** Appends what fits of {@code data} from {@code offset}, and says how many bytes that was. */
    long fill(MemorySegment data, long offset) {
        long taken = Math.min(Compression.CHUNK - length, data.byteSize() - offset);
        MemorySegment.copy(data, offset, memory, length, taken);
        length += (int) taken;
        return taken;
    }

    void clear() {
        length = 0;
    }

    /** The last compression of this chunk, not yet done: the root's has a flag of its own. */
    Node node(long counter) {
        Arrays.fill(bytes, length, Compression.CHUNK, (byte) 0);
        int[] cv = Compression.iv();
        int[] block = new int[16];
        int last = length == 0 ? 0 : (length - 1) / Compression.BLOCK * Compression.BLOCK;
        for (int at = 0; at < last; at += Compression.BLOCK) {
            Compression.read(memory, at, block);
            Compression.compress(cv, block, counter, Compression.BLOCK, start(at));
        }
        Compression.read(memory, last, block);
        return new Node(cv, block, counter, length - last, start(last) | Compression.CHUNK_END);
    }

    private static int start(int at) {
        return at == 0 ? Compression.CHUNK_START : 0;
    }
}
