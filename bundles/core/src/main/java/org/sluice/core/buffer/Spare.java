package org.sluice.core.buffer;

import java.util.List;
import java.util.concurrent.Semaphore;
import org.sluice.data.Buffer;
import org.sluice.data.BufferPool;

/** The part of a pool's buffers that may be held for longer than it takes to send them; the rest is always left to others. */
public final class Spare {

    /** One of so many buffers of the pool. */
    private static final int PART = 4;

    private final BufferPool buffers;
    private final Semaphore left;

    private Spare(BufferPool buffers, int count) {
        this.buffers = buffers;
        this.left = new Semaphore(count);
    }

    /** A quarter of {@code buffers}. */
    public static Spare of(BufferPool buffers) {
        return of(buffers, Math.toIntExact(buffers.slab().byteSize() / buffers.bufferSize() / PART));
    }

    /** So many of {@code buffers}. */
    public static Spare of(BufferPool buffers, int count) {
        return new Spare(buffers, count);
    }

    /** Size of each, in bytes. */
    public int bufferSize() {
        return buffers.bufferSize();
    }

    /** Whether so many are left, which are the caller's to to {@link #take} then. */
    public boolean reserve(int count) {
        return left.tryAcquire(count);
    }

    /** Takes buffers that were reserved; when interrupted, they are not reserved any more. */
    public List<Buffer> take(int count) throws InterruptedException {
        try {
            return buffers.take(count);
        } catch (InterruptedException e) {
            release(count);
            throw e;
        }
    }

    /** Gives buffers back. */
    public void close(List<Buffer> taken) {
        taken.forEach(Buffer::close);
        release(taken.size());
    }

    private void release(int count) {
        left.release(count);
    }
}
