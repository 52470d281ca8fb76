package org.sluice.io;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What is kept of an entry besides its content.
 *
 * @param mode permission bits with set-id and sticky, 0 to 07777 (octal)
 * @param uid the owner's number, or {@link #UNKNOWN}
 * @param gid the group's number, or {@link #UNKNOWN}
 * @param modified time of last modification, as precise as the file system keeps it
 * @param accessed time of last access; empty to leave it as it is
 */
public record Metadata(int mode, int uid, int gid, Instant modified, Optional<Instant> accessed) {

    /** An owner or a group that is not known, or shall be left as it is. */
    public static final int UNKNOWN = -1;

    /** Set-user-id, set-group-id: what a peer does not get without consent. */
    public static final int SET_ID = 06000;

    /** Checks the values. */
    public Metadata {
        if ((mode & ~07777) != 0) {
            throw new IllegalArgumentException("mode 0" + Integer.toOctalString(mode) + " has more than 12 bits");
        }
        Objects.requireNonNull(modified);
        Objects.requireNonNull(accessed);
    }

    /** With a time of last access that is left as it is. */
    public Metadata(int mode, int uid, int gid, Instant modified) {
        this(mode, uid, gid, modified, Optional.empty());
    }

    /** The same with another mode. */
    public Metadata withMode(int other) {
        return new Metadata(other, uid, gid, modified, accessed);
    }

    /** The same with another owner and another group. */
    public Metadata withOwner(int user, int group) {
        return new Metadata(mode, user, group, modified, accessed);
    }

    /** The same with owner and group left as they are. */
    public Metadata withoutOwner() {
        return withOwner(UNKNOWN, UNKNOWN);
    }

    /** The same with a time of last access, or without. */
    public Metadata withAccessed(Optional<Instant> time) {
        return new Metadata(mode, uid, gid, modified, time);
    }
}
