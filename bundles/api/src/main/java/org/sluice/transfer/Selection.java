package org.sluice.transfer;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Which entries of the sources take part.
 *
 * @param filters rules in the order they were given; the first that matches an entry decides
 * @param directory where files named by rules are relative to
 * @param zeroEnded whether rules in such files are ended by NULs, not by the ends of lines
 * @param filesFrom names below the one source, {@code /} between parts: these and the directories above them take part;
 *     empty when everything does
 * @param recursive whether what lies below a directory named by {@code filesFrom} takes part, too; without it only the
 *     direct contents of one written with a slash at its end
 * @param oneFileSystem whether directories that lie on another file system than their source stay empty ({@code -x})
 */
public record Selection(
        List<Filter> filters,
        Path directory,
        boolean zeroEnded,
        Optional<List<byte[]>> filesFrom,
        boolean recursive,
        boolean oneFileSystem) {

    /** Everything. */
    public static final Selection ALL = new Selection(List.of(), Path.of(""), false, Optional.empty(), true, false);

    public Selection {
        filters = List.copyOf(filters);
        Objects.requireNonNull(directory);
        filesFrom = filesFrom.map(List::copyOf);
    }

    /** The same with other rules. */
    public Selection withFilters(List<Filter> rules, Path relativeTo, boolean zeros) {
        return new Selection(rules, relativeTo, zeros, filesFrom, recursive, oneFileSystem);
    }

    /** The same, of these names alone. */
    public Selection withFilesFrom(List<byte[]> names) {
        return new Selection(filters, directory, zeroEnded, Optional.of(names), recursive, oneFileSystem);
    }

    /** The same, descending into directories or not. */
    public Selection withRecursive(boolean descends) {
        return new Selection(filters, directory, zeroEnded, filesFrom, descends, oneFileSystem);
    }

    /** The same, staying on the file system of each source or not. */
    public Selection withOneFileSystem(boolean stays) {
        return new Selection(filters, directory, zeroEnded, filesFrom, recursive, stays);
    }
}
