package org.sluice.io.fallback;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Iterator;

/**
 * A piece of a caller's memory as another thread can use it: the memory itself, or a copy where it belongs to the
 * caller's thread alone or is an array of no bytes.
 */
record Lent(MemorySegment piece, ByteBuffer buffer, boolean copied) {

    /** As much as a buffer holds, in round numbers. */
    private static final long DIRECT_STEP = 1 << 30;

    private static final long COPIED_STEP = 1 << 20;

    private static final Thread ANOTHER = Thread.ofPlatform().unstarted(() -> {});

    static Iterable<Lent> pieces(MemorySegment memory) {
        boolean copied = !memory.isAccessibleBy(ANOTHER)
                || memory.heapBase().filter(base -> !(base instanceof byte[])).isPresent()
                || (memory.isReadOnly() && !memory.isNative());
        long step = copied ? COPIED_STEP : DIRECT_STEP;
        return () -> new Iterator<>() {
            private long at;

            @Override
            public boolean hasNext() {
                return at < memory.byteSize();
            }

            @Override
            public Lent next() {
                MemorySegment piece = memory.asSlice(at, Math.min(step, memory.byteSize() - at));
                at += piece.byteSize();
                ByteBuffer buffer = copied ? ByteBuffer.allocate((int) piece.byteSize()) : piece.asByteBuffer();
                return new Lent(piece, buffer, copied);
            }
        };
    }

    /** Before the other thread reads the buffer. */
    void fetch() {
        if (copied) {
            MemorySegment.ofBuffer(buffer).copyFrom(piece);
        }
    }

    /** After the other thread has put {@code length} bytes into the buffer. */
    void giveBack(int length) {
        if (copied) {
            MemorySegment.copy(MemorySegment.ofBuffer(buffer.rewind()), 0, piece, 0, length);
        }
    }
}
