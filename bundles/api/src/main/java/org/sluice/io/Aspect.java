package org.sluice.io;

/** What an entry may have beyond content, mode, owner and time, and what a copy keeps of it only when asked to. */
public enum Aspect {
    /**
     * Extended attributes but the access control lists: of users, of the superuser ({@code trusted.}) and of security
     * modules ({@code security.}: labels, file capabilities).
     */
    ATTRIBUTES,
    /** POSIX access control lists, of access and of a directory's default. */
    ACL,
    /** Holes: ranges that read as zeros and take no room. */
    HOLES
}
