package org.sluice.compress.format;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** Memory as native libraries take it: native memory as it is, what lies on the heap by a copy. For one call. */
final class Direct implements AutoCloseable {

    private final Arena arena = Arena.ofConfined();

    /** To be read. */
    ByteBuffer reading(MemorySegment memory) {
        return memory.isNative()
                ? memory.asByteBuffer()
                : arena.allocate(memory.byteSize()).copyFrom(memory).asByteBuffer();
    }

    /** To be written, and then {@link #written}. */
    ByteBuffer writing(MemorySegment memory) {
        return memory.isNative()
                ? memory.asByteBuffer()
                : arena.allocate(memory.byteSize()).asByteBuffer();
    }

    /** The first {@code length} bytes of {@code buffer} are the content of {@code memory}. */
    void written(ByteBuffer buffer, MemorySegment memory, long length) {
        if (!memory.isNative()) {
            MemorySegment.copy(MemorySegment.ofBuffer(buffer.rewind()), 0, memory, 0, length);
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
