package org.sluice.io;

import java.util.Objects;

/**
 * One of many renames asked for at once.
 *
 * @param from what is there
 * @param to what it shall be called
 */
public record Rename(RelPath from, RelPath to) {

    /** Checks that both are given. */
    public Rename {
        Objects.requireNonNull(from);
        Objects.requireNonNull(to);
    }
}
