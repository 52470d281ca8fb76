package org.sluice.chunk;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The chunks that a file's content consists of.
 *
 * @param size of the file, in bytes
 * @param chunkSize of every chunk but the last, in bytes
 * @param hashes of all chunks, in their order
 */
public record FileChunks(long size, int chunkSize, List<Hash> hashes) {

    private static final ValueLayout.OfLong SIZE = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException when a file of this size has not as many chunks
     */
    public FileChunks {
        hashes = List.copyOf(hashes);
        int count = Chunk.count(size, chunkSize);
        if (hashes.size() != count) {
            throw new IllegalArgumentException(hashes.size() + " hashes for " + count + " chunks");
        }
    }

    /** Where a chunk begins in the file, in bytes. */
    public long offset(int number) {
        return (long) number * chunkSize;
    }

    /** How long a chunk is, in bytes. */
    public int length(int number) {
        return Chunk.length(size, chunkSize, number);
    }

    /** The file's hash: that of its size, as 8 bytes, the highest first, followed by the hashes of its chunks. */
    public Hash fileHash(Hasher hasher) {
        MemorySegment identity =
                MemorySegment.ofArray(new byte[Math.addExact(8, Math.multiplyExact(Hash.BYTES, hashes.size()))]);
        identity.set(SIZE, 0, size);
        for (int i = 0; i < hashes.size(); i++) {
            hashes.get(i).writeTo(identity, 8 + (long) i * Hash.BYTES);
        }
        return hasher.hash(identity);
    }
}
