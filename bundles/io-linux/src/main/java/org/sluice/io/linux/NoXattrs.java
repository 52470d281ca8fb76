package org.sluice.io.linux;

import java.lang.foreign.MemorySegment;
import org.sluice.io.RelPath;
import org.sluice.io.linux.c.Errno;

/**
 * Whether names have no extended attribute at all, as most: one call tells, where opening, asking and closing takes three.
 * One thread's.
 */
final class NoXattrs {

    private final Scratch scratch;
    private boolean byName = true;

    NoXattrs(Scratch scratch) {
        this.scratch = scratch;
    }

    /** Whether a name right in a directory is seen to have none; a symbolic link's own count. */
    boolean has(int directory, RelPath name) {
        int length = byName ? byName(directory, name) : -Errno.ENOSYS;
        // A filter of system calls may forbid what it does not know.
        if (length == -Errno.ENOSYS || length == -Errno.EPERM) {
            byName = false;
            length = byPath(directory, name);
        }
        return length == 0 || length == -Errno.EOPNOTSUPP;
    }

    /** The length of the list, as Linux 6.13 tells it. */
    int byName(int directory, RelPath name) {
        return scratch.xattr.listxattrat(directory, scratch.path(name), MemorySegment.NULL);
    }

    /** The same of any Linux: the directory's entry in /proc leads to exactly what is held, and the name no further. */
    int byPath(int directory, RelPath name) {
        return scratch.xattr.llistxattr(scratch.heldPath(directory, name), MemorySegment.NULL);
    }
}
