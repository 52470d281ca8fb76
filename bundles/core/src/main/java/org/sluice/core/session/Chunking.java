package org.sluice.core.session;

import org.sluice.chunk.Chunk;

/** How files are cut: chunks of {@value #SIZE} bytes, numbered from 0, the last one shorter. */
public final class Chunking {

    /** Of every chunk but a file's last, in bytes. */
    public static final int SIZE = Chunk.SIZE;

    /** The longest file there can be, in bytes: 8 PiB. */
    public static final long LONGEST = (long) SIZE * Integer.MAX_VALUE;

    private Chunking() {}

    /** How many chunks a file of so many bytes has. */
    public static int count(long size) {
        return Chunk.count(size, SIZE);
    }

    /** Where a chunk begins. */
    public static long offset(int number) {
        return (long) number * SIZE;
    }

    /** The length of a chunk of a file of {@code size} bytes. */
    public static int length(long size, int number) {
        return Chunk.length(size, SIZE, number);
    }
}
