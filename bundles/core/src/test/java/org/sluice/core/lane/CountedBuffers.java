package org.sluice.core.lane;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.sluice.core.buffer.SlabPool;
import org.sluice.core.buffer.Spare;
import org.sluice.data.Buffer;
import org.sluice.data.BufferPool;

/** Buffers of which it is known how many are taken. */
final class CountedBuffers implements BufferPool {

    private final AtomicInteger taken = new AtomicInteger();

    /** On which nothing has room. */
    static Shelf noShelf() {
        return new Shelf(Spare.of(new CountedBuffers(), 0));
    }

    int taken() {
        return taken.get();
    }

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
        return IntStream.range(0, count).mapToObj(i -> take()).toList();
    }

    @Override
    public Buffer take() {
        taken.incrementAndGet();
        MemorySegment segment = MemorySegment.ofArray(new byte[SlabPool.BUFFER_SIZE]);
        return new Buffer() {
            @Override
            public MemorySegment segment() {
                return segment;
            }

            @Override
            public void close() {
                taken.decrementAndGet();
            }
        };
    }
}
