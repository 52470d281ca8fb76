package org.sluice.io.linux.choice;

import java.util.List;

/** Kinds of work that can be done by several means; what is preferred where none is clearly faster comes first. */
public enum Work {
    /** Ranges of large files, copied. */
    LARGE_FILES("large files", "bytes", 3, Means.KERNEL, Means.MEMORY, Means.RING),
    /** Ranges of files that the page cache cannot hold, copied. */
    HUGE_FILES("files larger than memory", "bytes", 3, Means.DIRECT, Means.KERNEL, Means.MEMORY),
    /** Entries of a directory, looked at. */
    LISTING("listing", "entries", 3, Means.CALLS, Means.RING);

    private final String label;
    private final String unit;
    private final int turns;
    private final List<Means> means;

    Work(String label, String unit, int turns, Means... means) {
        this.label = label;
        this.unit = unit;
        this.turns = turns;
        this.means = List.of(means);
    }

    /** As people read it. */
    public String label() {
        return label;
    }

    /** What is counted. */
    public String unit() {
        return unit;
    }

    /** How many turns each means gets until it is judged: so many that its code is compiled. */
    public int turns() {
        return turns;
    }

    /** By which means it can be done. */
    public List<Means> means() {
        return means;
    }
}
