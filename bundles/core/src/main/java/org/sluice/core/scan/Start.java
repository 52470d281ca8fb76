package org.sluice.core.scan;

import org.sluice.io.RelPath;
import org.sluice.io.Root;

/**
 * Where a scan begins.
 *
 * @param root what it stays within
 * @param at the entry it begins with
 * @param as that entry's path in the manifest; {@link RelPath#ROOT} when only its contents are meant
 */
public record Start(Root root, RelPath at, RelPath as) {

    /** The path in the manifest of what lies at {@code path}. */
    RelPath name(RelPath path) {
        return as.resolve(path.below(at));
    }
}
