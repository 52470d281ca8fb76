package org.sluice.core.fill;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.Stream;
import org.sluice.core.buffer.SlabPool;
import org.sluice.data.Buffer;
import org.sluice.data.BufferPool;

/** As many buffers as are asked for. */
final class HeapBuffers implements BufferPool {

    @Override
    public MemorySegment slab() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int bufferSize() {
        return SlabPool.BUFFER_SIZE;
    }

    @Override
    public List<Buffer> take(int count) {
        return Stream.generate(this::take).limit(count).toList();
    }

    @Override
    public Buffer take() {
        MemorySegment segment = MemorySegment.ofArray(new byte[SlabPool.BUFFER_SIZE]);
        return new Buffer() {
            @Override
            public MemorySegment segment() {
                return segment;
            }

            @Override
            public void close() {}
        };
    }
}
