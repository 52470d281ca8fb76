package org.sluice.io.linux.choice;

import java.util.Locale;

/** How a kind of work can be done. */
public enum Means {
    /** A system call for each step. */
    CALLS,
    /** copy_file_range. */
    KERNEL,
    /** pread and pwrite. */
    MEMORY,
    /** Past the page cache, with O_DIRECT. */
    DIRECT,
    /** Many requests at once on a ring. */
    RING;

    /** As people and the history read it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
