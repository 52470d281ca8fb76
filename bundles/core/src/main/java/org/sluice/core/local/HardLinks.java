package org.sluice.core.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.sluice.io.FileId;
import org.sluice.io.RelPath;

/**
 * Files that have several names, as they are met: the first name met is copied, the others wait until all that is copied
 * has its name, and become links to it.
 */
final class HardLinks {

    private final Map<FileId, Group> groups = new ConcurrentHashMap<>();

    /** The names of one file. */
    static final class Group {

        private final RelPath first;
        private final List<Follower> followers = new ArrayList<>();

        private Group(RelPath first) {
            this.first = first;
        }

        /** Where the name that is copied belongs. */
        RelPath first() {
            return first;
        }

        private synchronized void add(Follower follower) {
            followers.add(follower);
        }
    }

    /**
     * A further name.
     *
     * @param group of its file
     * @param pair where it belongs; kept open
     * @param item what it is
     */
    record Follower(Group group, Pair pair, Item item) {}

    /**
     * A name of a file that has several.
     *
     * @return whether it is the first to be met, and is to be copied; otherwise it waits
     */
    boolean isFirst(Pair pair, Item item) {
        RelPath to = pair.to().resolve(item.as());
        Group group = groups.computeIfAbsent(item.from().id(), id -> new Group(to));
        if (group.first().equals(to)) {
            return true;
        }
        pair.retain();
        group.add(new Follower(group, pair, item));
        return false;
    }

    /** Those that wait; afterwards none do. Nobody adds any more. */
    List<Follower> take() {
        List<Follower> all = new ArrayList<>();
        groups.values().forEach(group -> all.addAll(group.followers));
        groups.clear();
        return all;
    }
}
