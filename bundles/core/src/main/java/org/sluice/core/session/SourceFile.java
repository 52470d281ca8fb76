package org.sluice.core.session;

import org.sluice.io.Entry;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/**
 * A file the sender has offered.
 *
 * @param id its number in the manifest
 * @param name its path in the manifest
 * @param root where it is read from
 * @param entry what it was when scanned; its path is below {@code root}
 */
public record SourceFile(long id, RelPath name, Root root, Entry entry) {

    /** Size when scanned, in bytes. */
    public long size() {
        return entry.size();
    }
}
