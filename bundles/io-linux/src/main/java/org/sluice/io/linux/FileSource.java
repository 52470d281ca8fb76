package org.sluice.io.linux;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.sluice.data.RawHandle;
import org.sluice.data.Source;

/** A region of an open file to send. */
record FileSource(LinuxFile file, long offset, long length) implements Source.Region {

    FileSource {
        Objects.checkFromIndexSize(offset, length, Long.MAX_VALUE);
    }

    @Override
    public RawHandle handle() {
        return file.handle();
    }

    @Override
    public void copyTo(long position, MemorySegment target) throws IOException {
        Objects.checkFromIndexSize(position, target.byteSize(), length);
        int read = file.read(offset + position, target);
        if (read < target.byteSize()) {
            throw new EOFException(file + " ends at " + (offset + position + read) + ", before its region does");
        }
    }
}
