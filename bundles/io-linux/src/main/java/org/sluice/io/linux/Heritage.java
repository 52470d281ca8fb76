package org.sluice.io.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Set;
import org.sluice.io.Aspect;
import org.sluice.io.Metadata;
import org.sluice.io.linux.c.Errno;
import org.sluice.io.linux.c.Statx;

/**
 * What a directory gives to a file that is made right in it, seen by the first one: so much need not be set of the others.
 *
 * @param uid the owner
 * @param gid the group: this process's or, by a set-group-id bit or a mount's option, the directory's
 * @param plain whether no access control list of the directory has a say in modes
 */
record Heritage(int uid, int gid, boolean plain) {

    private static final MemorySegment DEFAULT_ACL = Arena.global().allocateFrom("system.posix_acl_default");

    private static final int OWNER_WRITE = 0200;

    /** Looks at a directory held open and a file just made in it. */
    static Heritage of(Scratch scratch, int directory, int made) {
        int list = scratch.xattr.fgetxattr(directory, DEFAULT_ACL, MemorySegment.NULL);
        boolean plain = list == -Errno.ENODATA || list == -Errno.EOPNOTSUPP;
        if (scratch.kernel.statx(made, scratch.statx) < 0) {
            return new Heritage(Metadata.UNKNOWN, Metadata.UNKNOWN, false);
        }
        return new Heritage(
                scratch.statx.get(JAVA_INT, Statx.stx_uid), scratch.statx.get(JAVA_INT, Statx.stx_gid), plain);
    }

    /** Whether a new file has this owner and this group from the beginning. */
    boolean hasOwner(Metadata metadata) {
        return (metadata.uid() == Metadata.UNKNOWN || metadata.uid() == uid)
                && (metadata.gid() == Metadata.UNKNOWN || metadata.gid() == gid);
    }

    /**
     * Whether a new file may have this mode from the beginning. Only where its group is given no more than everybody: the
     * directory may by now be of another group than it was.
     */
    boolean hasMode(Metadata metadata, Set<Aspect> aspects) {
        int mode = metadata.mode();
        boolean writable = (mode & OWNER_WRITE) != 0 || !aspects.contains(Aspect.ATTRIBUTES);
        return plain
                && hasOwner(metadata)
                && (mode & (~0777 | Umask.BITS)) == 0
                && (mode >> 3 & ~mode & 07) == 0
                && writable;
    }
}
