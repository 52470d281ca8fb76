package org.sluice.transfer;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What happens to entries of the destination that the source lacks, or that are replaced.
 *
 * @param delete whether what the source lacks is deleted; only after a complete scan without an error
 * @param excluded whether entries that the filters exclude are deleted, too ({@code --delete-excluded})
 * @param max the most entries to delete; what is beyond stays, and is counted as {@link Counts#undeleted}
 * @param force whether it deletes also when the source is empty, or lies on another file system than last time
 * @param backup where what is replaced or deleted goes
 * @param trash whether what is replaced or deleted is kept so that it can be undone
 */
public record Deleting(
        boolean delete, boolean excluded, OptionalLong max, boolean force, Optional<Backup> backup, boolean trash) {

    /** Nothing is deleted, and nothing kept of what is replaced. */
    public static final Deleting NONE =
            new Deleting(false, false, OptionalLong.empty(), false, Optional.empty(), false);

    public Deleting {
        if (excluded && !delete) {
            throw new IllegalArgumentException("excluded entries are to be deleted, and nothing is to be deleted");
        }
        if (max.isPresent() && max.getAsLong() < 0) {
            throw new IllegalArgumentException("at most " + max.getAsLong() + " deletions");
        }
        if (backup.isPresent() && trash) {
            throw new IllegalArgumentException("a backup, and a trash: one of them");
        }
    }

    /** The same, deleting. */
    public Deleting withDelete() {
        return new Deleting(true, excluded, max, force, backup, trash);
    }

    /**
     * Where what is replaced or deleted goes, as rsync's {@code --backup} has it.
     *
     * @param directory with the same names below; relative to the destination. Empty: where it is
     * @param suffix put behind its name; may be empty only with a directory
     */
    public record Backup(Optional<Path> directory, String suffix) {

        public Backup {
            Objects.requireNonNull(directory);
            if (suffix.contains("/") || suffix.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("the suffix \"" + suffix + "\" cannot be part of a name");
            }
            if (suffix.isEmpty() && directory.isEmpty()) {
                throw new IllegalArgumentException("a backup with neither a directory nor a suffix");
            }
        }
    }
}
