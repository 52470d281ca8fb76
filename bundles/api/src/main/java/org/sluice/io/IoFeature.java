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
    NANOSECONDS
}
