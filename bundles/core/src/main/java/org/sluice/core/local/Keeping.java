package org.sluice.core.local;

import java.time.Instant;
import java.util.Optional;
import org.sluice.io.Entry;
import org.sluice.io.EntryKind;
import org.sluice.io.Metadata;
import org.sluice.transfer.Kept;
import org.sluice.transfer.TransferOptions;

/** What of an entry's metadata its copy gets, and how what is there differs from that. */
final class Keeping {

    private final boolean mode;
    private final boolean times;
    private final boolean owner;
    private final boolean group;
    private final int uid;
    private final int gid;
    private final boolean accessed;
    private final boolean whole;
    private final boolean asItIs;
    private final int umask;
    private final Instant now = Instant.now();

    /**
     * As asked for.
     *
     * @param mayGive whether this process may give files away
     * @param umask of this process
     */
    Keeping(TransferOptions options, boolean mayGive, int umask) {
        this.umask = umask;
        mode = options.keeps(Kept.MODE);
        times = options.keeps(Kept.TIMES);
        owner = options.keeps(Kept.OWNER) && mayGive;
        group = options.keeps(Kept.GROUP) && mayGive;
        uid = options.chown().map(o -> o.uid().orElse(Metadata.UNKNOWN)).orElse(Metadata.UNKNOWN);
        gid = options.chown().map(o -> o.gid().orElse(Metadata.UNKNOWN)).orElse(Metadata.UNKNOWN);
        accessed = options.keeps(Kept.ACCESS_TIMES);
        asItIs = mode
                && times
                && options.keeps(Kept.OWNER)
                && options.keeps(Kept.GROUP)
                && options.chown().isEmpty();
        whole = mode && times && owner && group && options.chown().isEmpty() && !accessed;
    }

    /** Whether an entry that is moved may stay all that it is. */
    boolean asItIs() {
        return asItIs;
    }

    /** What the copy of an entry gets. */
    Metadata wanted(Entry from, Optional<Entry> there) {
        return whole ? from.metadata() : part(from, there);
    }

    private Metadata part(Entry from, Optional<Entry> there) {
        Metadata metadata = from.metadata();
        int old = there.filter(entry -> entry.kind() == from.kind())
                .map(entry -> entry.metadata().mode())
                .orElse(metadata.mode() & 0777 & ~umask);
        return new Metadata(
                mode ? metadata.mode() : old,
                uid(metadata),
                gid(metadata),
                times ? metadata.modified() : now,
                hasAccess(from) ? from.accessed() : Optional.empty());
    }

    // Reading a directory is how it is compared: rsync leaves that time too.
    private boolean hasAccess(Entry entry) {
        return accessed && !entry.isDirectory();
    }

    private int uid(Metadata from) {
        return uid != Metadata.UNKNOWN ? uid : owner ? from.uid() : Metadata.UNKNOWN;
    }

    private int gid(Metadata from) {
        return gid != Metadata.UNKNOWN ? gid : group ? from.gid() : Metadata.UNKNOWN;
    }

    /** How what is there differs, as {@link Difference} has it, but for its content. */
    int difference(Entry from, Entry there) {
        if (from.kind() != there.kind()) {
            return Difference.NEW;
        }
        Metadata here = from.metadata();
        Metadata other = there.metadata();
        int difference = Difference.NONE;
        if (from.isFile() && from.size() != there.size()) {
            difference |= Difference.SIZE;
        }
        if (!here.modified().equals(other.modified())) {
            difference |= Difference.TIME;
        }
        if (mode && here.mode() != other.mode() && from.kind() != EntryKind.SYMLINK) {
            difference |= Difference.MODE;
        }
        if (hasAccess(from)
                && from.kind() != EntryKind.SYMLINK
                && !from.accessed().equals(there.accessed())) {
            difference |= Difference.ACCESSED;
        }
        int wantedUid = uid(here);
        if (wantedUid != Metadata.UNKNOWN && wantedUid != other.uid()) {
            difference |= Difference.OWNER;
        }
        int wantedGid = gid(here);
        if (wantedGid != Metadata.UNKNOWN && wantedGid != other.gid()) {
            difference |= Difference.GROUP;
        }
        return difference;
    }

    /** What of a difference concerns an entry whose content is the same. */
    int correctable(int difference) {
        return difference & (times ? Difference.METADATA : Difference.METADATA & ~Difference.TIME);
    }

    /** A difference as it is told of what was made or moved anew. */
    int told(int difference) {
        return times ? difference : difference & ~Difference.TIME | Difference.TIME_OF_TRANSFER;
    }
}
