package org.sluice.core.swap;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.sluice.data.Sink;

/** As {@link LentSource}, of a region to receive into. */
final class LentSink extends Lent implements Sink.Region {

    LentSink(LastingFile file, long offset, long length) {
        super(file, offset, length);
    }

    @Override
    public void copyFrom(long position, MemorySegment source) throws IOException {
        file().write(offset() + position, source);
    }
}
