package org.sluice.core.land;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.sluice.io.RelPath;

/**
 * A range of a large file that is being brought. When it is brought once more, since who brought it first has not delivered it, the
 * later one counts: the former may still write, but does not change the file any more.
 */
public final class Arriving {

    private final PartialFile file;
    private final int number;
    private boolean replaced;

    Arriving(PartialFile file, int number) {
        this.file = file;
        this.number = number;
    }

    PartialFile file() {
        return file;
    }

    /** Which chunk it is. */
    int number() {
        return number;
    }

    /** Where the file belongs. */
    public RelPath destination() {
        return file.destination();
    }

    /** Writes into the file, if this one counts. */
    synchronized void write(long position, MemorySegment part) throws IOException {
        if (!replaced) {
            file.handle().write(position, part);
        }
    }

    /** Another counts from now on; what this one writes is written. */
    synchronized void replace() {
        replaced = true;
    }
}
