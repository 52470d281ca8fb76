package org.sluice.core.local;

import java.util.Optional;
import org.sluice.io.Entry;
import org.sluice.io.RelPath;

/**
 * An entry of a source directory that something has to be done about.
 *
 * @param from what it is
 * @param name in its directory
 * @param as its name at the destination
 * @param there what has that name already
 */
record Item(Entry from, RelPath name, RelPath as, Optional<Entry> there) {

    /** What has that name, if a rename can take it away. */
    Optional<Entry> replaced() {
        return there.filter(entry -> !entry.isDirectory());
    }

    /** What has that name, if it is of the same kind. */
    Optional<Entry> counterpart() {
        return there.filter(entry -> entry.kind() == from.kind());
    }

    /** The same when nothing has the name any more. */
    Item alone() {
        return new Item(from, name, as, Optional.empty());
    }
}
