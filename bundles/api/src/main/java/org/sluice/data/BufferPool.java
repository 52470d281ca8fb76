package org.sluice.data;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A bounded set of equal native buffers cut from one slab, so that a backend or a transport can register the slab with
 * the kernel or a device once. Its bound is the back pressure of every transfer: who finds it empty waits.
 */
@ProviderType
public interface BufferPool {

    /** The memory all buffers are cut from; page aligned, alive as long as this service. */
    MemorySegment slab();

    /** Size of every buffer, in bytes. */
    int bufferSize();

    /**
     * Takes a buffer, parking until one is free.
     *
     * @return a buffer with undefined content, the caller's until closed
     * @throws InterruptedException when interrupted while waiting; no buffer is taken then
     */
    Buffer take() throws InterruptedException;

    /**
     * Takes several buffers at once, parking until as many are free. Whoever held some while waiting for others might wait
     * for ever.
     *
     * @param count no more than a few
     * @return buffers with undefined content, the caller's until each is closed
     * @throws InterruptedException when interrupted while waiting; no buffer is taken then
     */
    List<Buffer> take(int count) throws InterruptedException;
}
