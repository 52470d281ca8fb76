package org.sluice.core.contract;

import java.util.Optional;
import org.sluice.io.RelPath;

/**
 * Where the paths of a root lie in another place.
 *
 * @param within the root itself, in the root that was opened first
 * @param from the top of what is mapped, there
 * @param to where that top lies
 */
record Mapping(RelPath within, RelPath from, RelPath to) {

    /** Of a directory of the root. */
    Mapping enter(RelPath directory) {
        return new Mapping(within.resolve(directory), from, to);
    }

    /** Where a path lies; empty when it is not below the top. */
    Optional<RelPath> map(RelPath path) {
        RelPath whole = within.resolve(path);
        return whole.startsWith(from) ? Optional.of(to.resolve(whole.below(from))) : Optional.empty();
    }
}
