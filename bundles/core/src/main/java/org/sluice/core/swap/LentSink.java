package org.sluice.core.swap;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.sluice.data.RawHandle;
import org.sluice.data.Sink;

/** As {@link LentSource}, of a region to receive into. */
public final class LentSink implements Sink.Region {

    private final LastingFile file;
    private final long offset;
    private final long length;

    LentSink(LastingFile file, long offset, long length) {
        this.file = file;
        this.offset = offset;
        this.length = length;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public RawHandle handle() {
        throw new IllegalStateException("a region of a file that may move is lent");
    }

    @Override
    public void copyFrom(long position, MemorySegment source) throws IOException {
        file.write(offset + position, source);
    }
}
