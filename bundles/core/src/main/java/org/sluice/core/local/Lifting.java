package org.sluice.core.local;

import java.io.IOException;
import java.util.Optional;
import org.sluice.io.Entry;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/**
 * Lets the owner of a directory of the destination work in it, who may do less than its mode says he should; done only when he
 * was refused. A directory that stays gets its mode back with the rest, when nobody has to do with it any more.
 */
final class Lifting {

    private static final int OWNER_ALL = 0700;

    private Lifting() {}

    /** Whether a directory that was there could be lifted, so that trying again is worth its while. */
    static boolean lift(Root root, Pair pair) {
        if (pair.there().isEmpty() || !lift(root, pair.to())) {
            return false;
        }
        pair.touch();
        return true;
    }

    /** The same of a directory that goes, or whose mode somebody else sets back. */
    static boolean lift(Root root, RelPath directory) {
        try {
            Optional<Entry> now = root.find(directory);
            if (now.isEmpty() || (now.get().metadata().mode() & OWNER_ALL) == OWNER_ALL) {
                return false;
            }
            Metadata own = now.get().metadata();
            root.apply(directory, own.withoutOwner().withMode(own.mode() | OWNER_ALL));
            return true;
        } catch (IOException notTheOwner) {
            return false;
        }
    }
}
