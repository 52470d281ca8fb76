package org.sluice.core.session;

import org.sluice.io.EntryKind;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;

/**
 * An entry as the sender announces it.
 *
 * @param id ascending within a session, from 1
 * @param path below the destination; {@link RelPath#ROOT} is the destination itself
 * @param kind what it is
 * @param size of a file's content, in bytes; 0 for anything else
 * @param metadata mode, owner, time
 * @param target of a symbolic link; empty for anything else
 */
public record ManifestEntry(long id, RelPath path, EntryKind kind, long size, Metadata metadata, byte[] target) {

    /** Bytes of content that have to move for it. */
    public long content() {
        return kind == EntryKind.FILE ? size : 0;
    }
}
