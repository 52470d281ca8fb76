package org.sluice.core.local;

import org.sluice.io.Entry;

/** What was counted and not yet told; one thread's. */
final class Tally {

    long files;
    long bytes;
    long directories;
    long links;
    long specials;
    long linked;
    long unchanged;
    long unchangedBytes;
    long found;
    long foundBytes;
    /** Content that was moved, but is not yet known to land. */
    long moved;

    long reused;

    void add(Tally other) {
        files += other.files;
        bytes += other.bytes;
        directories += other.directories;
        links += other.links;
        specials += other.specials;
        linked += other.linked;
        unchanged += other.unchanged;
        unchangedBytes += other.unchangedBytes;
        reused += other.reused;
    }

    /** Adds all of another, what was found and moved as well. */
    void count(Tally other) {
        add(other);
        found += other.found;
        foundBytes += other.foundBytes;
        moved += other.moved;
    }

    /** Takes away what did not land after all; the number of entries that is. */
    long subtract(Tally other) {
        files -= other.files;
        bytes -= other.bytes;
        directories -= other.directories;
        links -= other.links;
        specials -= other.specials;
        linked -= other.linked;
        unchanged -= other.unchanged;
        unchangedBytes -= other.unchangedBytes;
        return other.made() + other.unchanged;
    }

    /** Counts what was made; {@code link} when it is a further name of what was there. */
    void make(Entry entry, boolean link) {
        if (link) {
            linked++;
            return;
        }
        switch (entry.kind()) {
            case FILE -> {
                files++;
                bytes += entry.size();
            }
            case DIRECTORY -> directories++;
            case SYMLINK -> links++;
            case FIFO, SOCKET, BLOCK_DEVICE, CHARACTER_DEVICE -> specials++;
        }
    }

    /** Entries made. */
    long made() {
        return files + directories + links + specials + linked;
    }

    void clear() {
        files = bytes = directories = links = specials = linked = 0;
        unchanged = unchangedBytes = found = foundBytes = moved = reused = 0;
    }
}
