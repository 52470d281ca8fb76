package org.sluice.core.session;

import java.io.IOException;
import java.util.Optional;
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

    /** Whether it is not what it was when scanned any more; looks at it. */
    public boolean hasChanged() throws IOException {
        Optional<Entry> now = root.find(entry.path());
        return now.isEmpty()
                || now.get().size() != entry.size()
                || !now.get().id().equals(entry.id())
                || !now.get().metadata().modified().equals(entry.metadata().modified());
    }
}
