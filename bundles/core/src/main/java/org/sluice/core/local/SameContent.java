package org.sluice.core.local;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.sluice.io.FileHandle;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/** Compares two files byte for byte. One thread's. */
final class SameContent {

    private static final long STEP = 256 << 10;

    private final MemorySegment one;
    private final MemorySegment other;

    SameContent() {
        Arena memory = Arena.ofAuto();
        one = memory.allocate(STEP);
        other = memory.allocate(STEP);
    }

    /** Whether two files of this size have the same content. */
    boolean of(Root source, RelPath from, Root target, RelPath to, long size) throws IOException {
        if (size < STEP) {
            int read = source.load(from, one);
            return read == target.load(to, other) && equal(read);
        }
        try (FileHandle here = source.open(from, OpenMode.READ);
                FileHandle there = target.open(to, OpenMode.READ)) {
            for (long position = 0; position < size; position += STEP) {
                int read = here.read(position, one);
                if (read != there.read(position, other) || !equal(read)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Whether two files have the same content in a range. */
    boolean of(FileHandle here, FileHandle there, long offset, long length) throws IOException {
        for (long done = 0; done < length; done += STEP) {
            long step = Math.min(STEP, length - done);
            int read = here.read(offset + done, one.asSlice(0, step));
            if (read < step || there.read(offset + done, other.asSlice(0, step)) < step || !equal(step)) {
                return false;
            }
        }
        return true;
    }

    private boolean equal(long length) {
        return MemorySegment.mismatch(one, 0, length, other, 0, length) == -1;
    }
}
