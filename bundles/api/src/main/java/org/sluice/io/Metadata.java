package org.sluice.io;

import java.time.Instant;
import java.util.Objects;

/**
 * What is kept of an entry besides its content.
 *
 * @param mode permission bits with set-id and sticky, 0 to 07777 (octal)
 * @param uid the owner's number, or {@link #UNKNOWN}
 * @param gid the group's number, or {@link #UNKNOWN}
 * @param modified time of last modification, as precise as the file system keeps it
 */
public record Metadata(int mode, int uid, int gid, Instant modified) {

    /** An owner or a group that is not known, or shall be left as it is. */
    public static final int UNKNOWN = -1;

    /** Set-user-id, set-group-id: what a peer does not get without consent. */
    public static final int SET_ID = 06000;

    public Metadata {
        if ((mode & ~07777) != 0) {
            throw new IllegalArgumentException("mode 0" + Integer.toOctalString(mode) + " has more than 12 bits");
        }
        Objects.requireNonNull(modified);
    }

    /** The same with another mode. */
    public Metadata withMode(int other) {
        return new Metadata(other, uid, gid, modified);
    }

    /** The same with owner and group left as they are. */
    public Metadata withoutOwner() {
        return new Metadata(mode, UNKNOWN, UNKNOWN, modified);
    }
}
