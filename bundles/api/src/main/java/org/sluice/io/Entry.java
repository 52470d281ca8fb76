package org.sluice.io;

import java.util.Objects;

/**
 * A file, directory, symbolic link or special file as it was when looked at.
 *
 * @param path where it is, below its root
 * @param kind what it is; a symbolic link is never followed
 * @param size of a file's content, in bytes; of a symbolic link's target; 0 for anything else
 * @param metadata mode, owner and time
 * @param id which file it is
 * @param links number of names it has
 */
public record Entry(RelPath path, EntryKind kind, long size, Metadata metadata, FileId id, long links) {

    public Entry {
        Objects.requireNonNull(path);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(metadata);
        Objects.requireNonNull(id);
        if (size < 0) {
            throw new IllegalArgumentException("size " + size);
        }
    }

    /** Whether it is a regular file. */
    public boolean isFile() {
        return kind == EntryKind.FILE;
    }

    /** Whether it is a directory. */
    public boolean isDirectory() {
        return kind == EntryKind.DIRECTORY;
    }
}
