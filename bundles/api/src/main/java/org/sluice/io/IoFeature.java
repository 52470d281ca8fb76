package org.sluice.io;

/** What an {@link IoBackend} can do beyond its contract's minimum. The contract tests hold a backend to each claim. */
public enum IoFeature {
    /** No race lets an operation leave the root: every step goes through directories held open. */
    CONFINED,
    /** Copies between files inside the kernel; no byte passes through this process. */
    KERNEL_COPY,
    /** Keeps owner and group. */
    OWNERSHIP,
    /** Makes and reads symbolic links, and sets their times without following them. */
    SYMLINKS,
    /** Gives a file a second name. */
    HARD_LINKS,
    /** Keeps names whose bytes are not valid in the platform's encoding. */
    ANY_NAME,
    /** Keeps times to the nanosecond where the file system does. */
    NANOSECONDS,
    /** Reads and sets the extended attributes of users of files and directories, where the file system has them. */
    ATTRIBUTES,
    /** Reads and sets every extended attribute that the user may, of entries of every kind. */
    ALL_ATTRIBUTES,
    /** Reads and sets POSIX access control lists where the file system has them. */
    ACL,
    /** Makes FIFOs, sockets and device nodes, as far as the user may. */
    SPECIAL_FILES,
    /** Tells holes from data, and keeps them when asked to. */
    HOLES,
    /** Tells and sets times of last access; reading to copy does not change them where the user may prevent it. */
    ACCESS_TIMES,
    /** Tells when an entry was made where the file system knows. */
    BIRTH_TIME,
    /** Tells when content or metadata of an entry last changed, whatever times were set. */
    CHANGE_TIME
}
