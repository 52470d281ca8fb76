package org.sluice.core.land;

import org.sluice.io.EntryKind;
import org.sluice.io.Metadata;

/**
 * What of an entry's metadata the receiving side takes over.
 *
 * @param owners whether owner and group are kept; only root can give files away
 * @param setId whether set-user-id and set-group-id of files are kept
 */
record Consent(boolean owners, boolean setId) {

    Metadata apply(EntryKind kind, Metadata offered) {
        Metadata taken = owners ? offered : offered.withoutOwner();
        return setId || kind == EntryKind.DIRECTORY ? taken : taken.withMode(taken.mode() & ~Metadata.SET_ID);
    }

    /** Whether what is there already is as it should be; {@link #apply} made {@code wanted}. */
    boolean satisfied(Metadata there, Metadata wanted, EntryKind kind) {
        return (kind == EntryKind.SYMLINK || there.mode() == wanted.mode())
                && (wanted.uid() == Metadata.UNKNOWN || there.uid() == wanted.uid())
                && (wanted.gid() == Metadata.UNKNOWN || there.gid() == wanted.gid())
                && there.modified().equals(wanted.modified());
    }
}
