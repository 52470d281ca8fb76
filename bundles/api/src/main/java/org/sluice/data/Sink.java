package org.sluice.data;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * A place for bytes about to arrive: memory, a region of an open file, or whoever deals with them at once. The mirror image of
 * {@link Source}.
 */
public sealed interface Sink {

    /** Number of bytes there is room for, 0 or more. */
    long length();

    /**
     * Puts all of {@code source} at {@code position}.
     *
     * @param position offset within this sink, in bytes
     * @param source copied whole; {@code position + source.byteSize()} must not exceed {@link #length()}
     * @throws IOException when writing fails
     */
    void copyFrom(long position, MemorySegment source) throws IOException;

    /** Room in memory, native or heap. */
    record Memory(MemorySegment segment) implements Sink {

        @Override
        public long length() {
            return segment.byteSize();
        }

        @Override
        public void copyFrom(long position, MemorySegment source) {
            MemorySegment.copy(source, 0, segment, position, source.byteSize());
        }
    }

    /**
     * Whoever deals with bytes as they arrive: {@link #copyFrom} is called by the thread that receives them, for each byte once, in their
     * order, however they are cut; the memory is lent until it returns.
     */
    non-sealed interface Flow extends Sink {}

    /** A region of a file open for writing; an I/O backend makes it. Valid while the file stays open. */
    non-sealed interface Region extends Sink {

        /** The open file. */
        RawHandle handle();

        /** Where the region begins in the file, in bytes. */
        long offset();
    }
}
