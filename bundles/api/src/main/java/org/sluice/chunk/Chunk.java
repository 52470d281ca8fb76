package org.sluice.chunk;

/**
 * A piece of a file that begins at a multiple of the chunk size: as long as that, or what is left at the file's end. Its
 * identity is the hash of its content, the same for a copy, on the wire, for resuming and for comparing.
 */
public final class Chunk {

    /** The chunk size that is meant when none is said, in bytes: 4 MiB. */
    public static final int SIZE = 4 << 20;

    /** The greatest chunk size there may be, in bytes: 16 MiB. */
    public static final int LARGEST = 16 << 20;

    private Chunk() {}

    /**
     * How many chunks a file has; an empty file has none.
     *
     * @throws IllegalArgumentException when there cannot be such a file, or it would have 2^31 chunks or more
     */
    public static int count(long fileSize, int chunkSize) {
        requireSize(chunkSize);
        if (fileSize < 0) {
            throw new IllegalArgumentException("a file of " + fileSize + " bytes");
        }
        long count = Math.ceilDiv(fileSize, chunkSize);
        if (count > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(fileSize + " bytes in chunks of " + chunkSize + " are too many");
        }
        return (int) count;
    }

    /**
     * How long a file's chunk is, in bytes.
     *
     * @param number which one, from 0
     * @throws IndexOutOfBoundsException when the file has no such chunk
     */
    public static int length(long fileSize, int chunkSize, int number) {
        long offset = (long) number * requireSize(chunkSize);
        if (number < 0 || offset >= fileSize) {
            throw new IndexOutOfBoundsException("chunk " + number + " of a file of " + fileSize + " bytes");
        }
        return (int) Math.min(chunkSize, fileSize - offset);
    }

    /**
     * The same chunk size.
     *
     * @throws IllegalArgumentException when it is not 1 to {@value #LARGEST}
     */
    public static int requireSize(int chunkSize) {
        if (chunkSize < 1 || chunkSize > LARGEST) {
            throw new IllegalArgumentException("a chunk size of " + chunkSize + " bytes");
        }
        return chunkSize;
    }
}
