package org.sluice.io;

import java.util.Objects;

/**
 * The file system that a directory is in.
 *
 * @param type its name as the platform has it, for people and for what is remembered of it: {@code ext4}
 * @param device its number, as {@link FileId#device()}
 * @param total its size, in bytes; 0 where it has none
 * @param free what this user may still write, in bytes
 */
public record Volume(String type, long device, long total, long free) {

    /** Checks that there is a type. */
    public Volume {
        Objects.requireNonNull(type);
    }
}
