package org.sluice.io;

import java.util.Objects;

/**
 * One of many files to copy at once.
 *
 * @param from the file
 * @param to the new file's name
 * @param size of the file when it was looked at, in bytes
 * @param metadata what the copy gets
 */
public record SmallCopy(RelPath from, RelPath to, long size, Metadata metadata) {

    /** Checks that all is given. */
    public SmallCopy {
        Objects.requireNonNull(from);
        Objects.requireNonNull(to);
        Objects.requireNonNull(metadata);
    }
}
