package org.sluice.core.squeeze;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.sluice.data.Buffer;
import org.sluice.data.BufferPool;

/** Room for a content and for its compressed form, taken together: who held one and waited for the other might wait for ever. */
public record Workspace(Buffer content, Buffer compressed) implements AutoCloseable {

    /** Waits until both are free. */
    public static Workspace take(BufferPool buffers) throws InterruptedException {
        List<Buffer> two = buffers.take(2);
        return new Workspace(two.get(0), two.get(1));
    }

    /** The room for a content. */
    public MemorySegment raw() {
        return content.segment();
    }

    /** The room for its compressed form. */
    public MemorySegment small() {
        return compressed.segment();
    }

    @Override
    public void close() {
        content.close();
        compressed.close();
    }
}
