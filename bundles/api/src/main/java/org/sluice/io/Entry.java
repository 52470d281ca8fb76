package org.sluice.io;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A file, directory, symbolic link or special file as it was when looked at.
 *
 * @param path where it is, below its root
 * @param kind what it is; a symbolic link is never followed
 * @param size of a file's content, in bytes; of a symbolic link's target; 0 for anything else
 * @param metadata mode, owner and time; its {@link Metadata#accessed()} is empty, so that it is not set by chance
 * @param id which file it is
 * @param links number of names it has
 * @param device which device a device node stands for, as {@code makedev} joins its numbers; 0 for anything else
 * @param allocated room taken on the disk, in bytes: less than {@code size} where there are holes; {@code size} where it
 *     is not known
 * @param accessed time of last access, where known
 * @param born time it was made at, where known; nothing can set it
 * @param changed time its content or metadata last changed, where known; nobody can set it
 */
public record Entry(
        RelPath path,
        EntryKind kind,
        long size,
        Metadata metadata,
        FileId id,
        long links,
        long device,
        long allocated,
        Optional<Instant> accessed,
        Optional<Instant> born,
        Optional<Instant> changed) {

    /** Checks the values. */
    public Entry {
        Objects.requireNonNull(path);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(metadata);
        Objects.requireNonNull(id);
        Objects.requireNonNull(accessed);
        Objects.requireNonNull(born);
        Objects.requireNonNull(changed);
        if (size < 0) {
            throw new IllegalArgumentException("size " + size);
        }
    }

    /** One of which the time it last changed is not known. */
    public Entry(
            RelPath path,
            EntryKind kind,
            long size,
            Metadata metadata,
            FileId id,
            long links,
            long device,
            long allocated,
            Optional<Instant> accessed,
            Optional<Instant> born) {
        this(path, kind, size, metadata, id, links, device, allocated, accessed, born, Optional.empty());
    }

    /** One that is no device node, of which neither the room it takes nor further times are known. */
    public Entry(RelPath path, EntryKind kind, long size, Metadata metadata, FileId id, long links) {
        this(path, kind, size, metadata, id, links, 0, size, Optional.empty(), Optional.empty(), Optional.empty());
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
