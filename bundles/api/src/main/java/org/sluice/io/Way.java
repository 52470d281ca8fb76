package org.sluice.io;

/** How a file's content got from one file to another. */
public enum Way {
    /** Not at all: both share the same blocks until one is changed. */
    REFLINK,
    /** Inside the kernel. */
    KERNEL,
    /** Through this process's memory. */
    MEMORY,
    /** Through this process's memory, by a ring of requests. */
    RING
}
