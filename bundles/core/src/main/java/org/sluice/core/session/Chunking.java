package org.sluice.core.session;

import org.sluice.chunk.Chunk;

/**
 * How the files of a session are cut: chunks of so many bytes, numbered from 0, the last one shorter.
 *
 * @param size of every chunk but a file's last, in bytes
 */
public record Chunking(int size) {

    /** What holds where nothing else was agreed on. */
    public static final Chunking USUAL = new Chunking(Chunk.SIZE);

    /** The smallest chunks that peers agree on, in bytes. */
    public static final int SMALLEST = 64 << 10;

    public Chunking {
        Chunk.requireSize(size);
    }

    /**
     * A size that peers may agree on.
     *
     * @throws IllegalArgumentException when it is none; the message says which are
     */
    public static Chunking agreeable(long size) {
        if (size < SMALLEST || size > Chunk.LARGEST || Long.bitCount(size) != 1) {
            throw new IllegalArgumentException(
                    "chunks have 64KB, 128KB, 256KB, 512KB, 1MB, 2MB, 4MB, 8MB or 16MB, not " + size + " bytes");
        }
        return new Chunking((int) size);
    }

    /** The longest file there can be, in bytes: 8 PiB in usual chunks. */
    public long longest() {
        return (long) size * Integer.MAX_VALUE;
    }

    /** How many chunks a file of so many bytes has. */
    public int count(long fileSize) {
        return Chunk.count(fileSize, size);
    }

    /** Where a chunk begins. */
    public long offset(int number) {
        return (long) number * size;
    }

    /** Which chunk begins at a multiple of the size. */
    public int number(long offset) {
        return Math.toIntExact(offset / size);
    }

    /** The length of a chunk of a file of {@code fileSize} bytes. */
    public int length(long fileSize, int number) {
        return Chunk.length(fileSize, size, number);
    }

    /** How many chunks are about so many bytes; one at least. */
    public int countWithin(long bytes) {
        return (int) Math.max(1, bytes / size);
    }
}
