package org.sluice.io.linux;

import java.lang.foreign.MemorySegment;
import java.time.Instant;

/**
 * What tells that a file was written to meanwhile. Whoever writes changes the time of change, and nobody sets it back.
 *
 * @param changed when content or metadata were last changed
 */
record Stamp(long size, Instant changed) {

    static Stamp of(MemorySegment statx) {
        return new Stamp(Inode.size(statx), Inode.changed(statx));
    }
}
