package org.sluice.io.linux;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.sluice.data.RawHandle;
import org.sluice.data.Sink;

/** A region of an open file to receive into. */
record FileSink(LinuxFile file, long offset, long length) implements Sink.Region {

    FileSink {
        Objects.checkFromIndexSize(offset, length, Long.MAX_VALUE);
    }

    @Override
    public RawHandle handle() {
        return file.handle();
    }

    @Override
    public void copyFrom(long position, MemorySegment source) throws IOException {
        Objects.checkFromIndexSize(position, source.byteSize(), length);
        file.write(offset + position, source);
    }
}
