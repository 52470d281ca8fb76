package org.sluice.data;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * Bytes about to be sent: memory, a region of an open file, or what comes into being meanwhile.
 *
 * <p>Copying out with {@link #copyTo} always works. A transport that can do better for a {@link Region} recognises it in
 * a switch and hands its {@link Region#handle() handle} to the kernel.
 */
public sealed interface Source {

    /** Number of bytes, 0 or more. */
    long length();

    /**
     * Fills {@code target} with the bytes from {@code position}.
     *
     * @param position offset within this source, in bytes
     * @param target filled to its end; {@code position + target.byteSize()} must not exceed {@link #length()}
     * @throws java.io.EOFException when the file has become shorter than the region
     * @throws IOException when reading fails
     */
    void copyTo(long position, MemorySegment target) throws IOException;

    /** Bytes in memory, native or heap. */
    record Memory(MemorySegment segment) implements Source {

        @Override
        public long length() {
            return segment.byteSize();
        }

        @Override
        public void copyTo(long position, MemorySegment target) {
            MemorySegment.copy(segment, position, target, 0, target.byteSize());
        }
    }

    /**
     * Bytes that come into being as they leave: {@link #copyTo} is called by the thread that sends them, for each byte once, in their
     * order.
     */
    non-sealed interface Flow extends Source {}

    /** A region of an open file; an I/O backend makes it. Valid while the file stays open. */
    non-sealed interface Region extends Source {

        /** The open file. */
        RawHandle handle();

        /** Where the region begins in the file, in bytes. */
        long offset();
    }
}
