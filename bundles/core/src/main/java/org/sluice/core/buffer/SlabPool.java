package org.sluice.core.buffer;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.sluice.data.Buffer;
import org.sluice.data.BufferPool;

/**
 * Buffers of 1 MiB cut from one slab of 256 MB ({@code SLUICE_BUFFER_POOL_SIZE}). The slab is reserved, not touched:
 * the last buffer given back is the first given out, so that only what is used at a time becomes resident.
 */
@Component
public final class SlabPool implements BufferPool {

    /** Size of a buffer: performance is flat from 256 KiB to 1 MiB, and a pack of small files fits. */
    public static final int BUFFER_SIZE = 1 << 20;

    private static final long DEFAULT_SIZE = 256L << 20;
    private static final long PAGE = 4096;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment slab;
    private final Semaphore free;
    private final ArrayDeque<MemorySegment> buffers = new ArrayDeque<>();

    /** With the size the environment asks for. */
    @Activate
    public SlabPool() {
        this(ByteSize.parse(System.getenv().getOrDefault("SLUICE_BUFFER_POOL_SIZE", ""), DEFAULT_SIZE));
    }

    SlabPool(long size) {
        int count = Math.clamp(size / BUFFER_SIZE, 8, Integer.MAX_VALUE);
        slab = reserve((long) count * BUFFER_SIZE);
        // Fair, or who wants one would keep out who wants two.
        free = new Semaphore(count, true);
        for (long i = count - 1; i >= 0; i--) {
            buffers.push(slab.asSlice(i * BUFFER_SIZE, BUFFER_SIZE));
        }
    }

    /** malloc leaves large blocks untouched, while an arena would write zeros into all of it. */
    @SuppressWarnings("restricted")
    private MemorySegment reserve(long size) {
        Linker linker = Linker.nativeLinker();
        try {
            MemorySegment block = (MemorySegment) linker.downcallHandle(
                            linker.defaultLookup().findOrThrow("malloc"),
                            FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG))
                    .invokeExact(size + PAGE);
            if (block.address() == 0) {
                throw new OutOfMemoryError("no " + size + " bytes for the buffer pool: lower SLUICE_BUFFER_POOL_SIZE");
            }
            long padding = -block.address() & (PAGE - 1);
            return block.reinterpret(size + PAGE, arena, SlabPool::release).asSlice(padding, size);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @SuppressWarnings("restricted")
    private static void release(MemorySegment block) {
        Linker linker = Linker.nativeLinker();
        try {
            linker.downcallHandle(
                            linker.defaultLookup().findOrThrow("free"), FunctionDescriptor.ofVoid(ValueLayout.ADDRESS))
                    .invokeExact(block);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public MemorySegment slab() {
        return slab;
    }

    @Override
    public int bufferSize() {
        return BUFFER_SIZE;
    }

    @Override
    public Buffer take() throws InterruptedException {
        return take(1).getFirst();
    }

    @Override
    public List<Buffer> take(int count) throws InterruptedException {
        free.acquire(count);
        List<Buffer> taken = new ArrayList<>(count);
        synchronized (buffers) {
            for (int i = 0; i < count; i++) {
                taken.add(new Lent(buffers.pop()));
            }
        }
        return taken;
    }

    /** Frees the slab; whoever still uses a buffer fails cleanly. */
    @Deactivate
    public void close() {
        arena.close();
    }

    private final class Lent implements Buffer {

        private final MemorySegment segment;
        private final AtomicBoolean returned = new AtomicBoolean();

        Lent(MemorySegment segment) {
            this.segment = segment;
        }

        @Override
        public MemorySegment segment() {
            return segment;
        }

        @Override
        public void close() {
            if (returned.compareAndSet(false, true)) {
                synchronized (buffers) {
                    buffers.push(segment);
                }
                free.release();
            }
        }
    }
}
