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
 * @param filesFrom names below the one source, {@code /} between parts: these and the directories above them take part;
 *     empty when everything does
 * @param recursive whether directories are descended into; without it only those named by {@code filesFrom}, and the
 *     contents of a source written with a slash at its end, take part
 * @param oneFileSystem whether directories that lie on another file system than their source stay empty ({@code -x})
 */
public record Selection(
        List<Filter> filters,
        Path directory,
        Optional<List<byte[]>> filesFrom,
        boolean recursive,
        boolean oneFileSystem) {

    /** Everything. */
    public static final Selection ALL = new Selection(List.of(), Path.of(""), Optional.empty(), true, false);

    public Selection {
        filters = List.copyOf(filters);
        Objects.requireNonNull(directory);
        filesFrom = filesFrom.map(List::copyOf);
    }

    /** The same with other rules. */
    public Selection withFilters(List<Filter> rules, Path relativeTo) {
        return new Selection(rules, relativeTo, filesFrom, recursive, oneFileSystem);
    }

    /** The same, of these names alone. */
    public Selection withFilesFrom(List<byte[]> names) {
        return new Selection(filters, directory, Optional.of(names), recursive, oneFileSystem);
    }

    /** The same, descending into directories or not. */
    public Selection withRecursive(boolean descends) {
        return new Selection(filters, directory, filesFrom, descends, oneFileSystem);
    }

    /** The same, staying on the file system of each source or not. */
    public Selection withOneFileSystem(boolean stays) {
        return new Selection(filters, directory, filesFrom, recursive, stays);
    }
}
