package org.sluice.core.local;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sluice.io.Root;
import org.sluice.io.Way;

/** How contents get to the destination, and whether copies may share blocks with their sources. */
final class Sharing {

    /** File systems that may let files share blocks, by Linux's names. */
    private static final Set<String> ABLE = Set.of("btrfs", "xfs", "bcachefs", "ocfs2", "zfs");

    private final Root root;
    private final Set<Way> ways = ConcurrentHashMap.newKeySet();
    private volatile Optional<Boolean> sharesBlocks = Optional.empty();

    /** @param root of the destination */
    Sharing(Root root) {
        this.root = root;
    }

    /** Whether a whole copy may share blocks with its source: so the file system is tried first, until it says no. */
    boolean mayShareBlocks() {
        if (sharesBlocks.isEmpty()) {
            sharesBlocks = Optional.of(isAble());
        }
        return sharesBlocks.get();
    }

    private boolean isAble() {
        try {
            return ABLE.contains(root.volume().type());
        } catch (IOException unknown) {
            return false;
        }
    }

    /** How a file's content got there. */
    void went(long size, Way way) {
        if (size > 0) {
            ways.add(way);
            if (way != Way.REFLINK) {
                sharesBlocks = Optional.of(false);
            }
        }
    }

    /** Whether any copy shares blocks. */
    boolean hasShared() {
        return ways.contains(Way.REFLINK);
    }
}
