package org.sluice.core.compare;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.sluice.io.FileHandle;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;

/** Compares contents, on one thread. */
final class Contents {

    private static final long STEP = 1 << 20;

    private final Side source;
    private final Side destination;
    private final MemorySegment sourceBytes;
    private final MemorySegment destinationBytes;

    Contents(Side source, Side destination, Arena arena) {
        this.source = source;
        this.destination = destination;
        this.sourceBytes = arena.allocate(STEP);
        this.destinationBytes = arena.allocate(STEP);
    }

    /** Whether two files of that size have the same content. */
    boolean equal(RelPath name, long size) throws IOException {
        return size <= STEP ? equalSmall(name) : equalLarge(name, size);
    }

    private boolean equalSmall(RelPath name) throws IOException {
        int one = source.root().load(source.at(name), sourceBytes);
        int other = destination.root().load(destination.at(name), destinationBytes);
        return one == other && equal(one);
    }

    private boolean equal(long length) {
        return sourceBytes.asSlice(0, length).mismatch(destinationBytes.asSlice(0, length)) == -1;
    }

    private boolean equalLarge(RelPath name, long size) throws IOException {
        try (FileHandle one = source.root().open(source.at(name), OpenMode.READ);
                FileHandle other = destination.root().open(destination.at(name), OpenMode.READ)) {
            for (long position = 0; position < size; position += STEP) {
                int read = one.read(position, sourceBytes);
                if (read != other.read(position, destinationBytes) || !equal(Math.max(read, 0))) {
                    return false;
                }
            }
            return true;
        }
    }
}
