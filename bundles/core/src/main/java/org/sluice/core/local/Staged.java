package org.sluice.core.local;

import java.util.Optional;
import org.sluice.io.Entry;
import org.sluice.io.RelPath;
import org.sluice.io.Rename;

/**
 * An entry that is whole but not yet under its name.
 *
 * @param at where it lies
 * @param pair the directories it is in; kept open until it has landed
 * @param destination where it belongs
 * @param from what it is a copy of
 * @param replaced what has the name now and loses it
 * @param link whether it is a link to what has landed before
 * @param landed what to do then
 */
record Staged(
        RelPath at, Pair pair, RelPath destination, Entry from, Optional<Entry> replaced, boolean link, Landed landed) {

    Rename renaming() {
        return new Rename(at, destination);
    }

    /** Content, in bytes. */
    long bytes() {
        return from.isFile() && !link ? from.size() : 0;
    }
}
