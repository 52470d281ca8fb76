package org.sluice.chunk;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.sluice.io.Entry;

/**
 * What changes when a file's content does: a file whose key is equal need not be read again. The time of change is what
 * makes it sound, since nobody can set that one; where it is not known there is no key.
 *
 * @param device the file system's device number
 * @param inode the number within the file system
 * @param size in bytes
 * @param modified time of last modification, to the nanosecond
 * @param changed time of last change of content or metadata, to the nanosecond
 */
public record FileKey(long device, long inode, long size, Instant modified, Instant changed) {

    /** A time of change cannot tell changes apart that are closer than this: a tick of Linux lasts 10 ms at most. */
    private static final Duration TICK = Duration.ofMillis(100);

    /** The same where times have whole seconds; FAT has every other one only. */
    private static final Duration COARSE = Duration.ofSeconds(2);

    /** Checks the values. */
    public FileKey {
        Objects.requireNonNull(modified);
        Objects.requireNonNull(changed);
        if (size < 0) {
            throw new IllegalArgumentException("size " + size);
        }
    }

    /** The key of a file as it was when looked at; empty for anything else, and where not enough is known. */
    public static Optional<FileKey> of(Entry entry) {
        if (!entry.isFile() || entry.id().inode() == 0) {
            return Optional.empty();
        }
        return entry.changed()
                .map(changed -> new FileKey(
                        entry.id().device(),
                        entry.id().inode(),
                        entry.size(),
                        entry.metadata().modified(),
                        changed));
    }

    /**
     * Whether a later change would have given the file another key. Of one that was changed just before it was looked at,
     * the key cannot tell.
     *
     * @param seen when the file was looked at
     */
    public boolean isSettled(Instant seen) {
        Duration doubt = changed.getNano() == 0 ? COARSE : TICK;
        return changed.plus(doubt).isBefore(seen);
    }
}
