package org.sluice.core.local;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.sluice.io.Copied;
import org.sluice.io.Entry;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/** Copies a file in one go. */
final class FileCopy {

    private final LocalRun run;
    private final Root source;
    private final Item item;

    FileCopy(LocalRun run, Root source, Item item) {
        this.run = run;
        this.source = source;
        this.item = item;
    }

    /**
     * Copies it; a file that changes meanwhile is copied once more.
     *
     * @return what it was that was copied
     * @throws EOFException when it changed again
     */
    Entry into(Root target, RelPath name) throws IOException {
        Entry from = item.from();
        if (copied(from, target, name)) {
            return from;
        }
        Entry changed = source.find(item.name())
                .filter(Entry::isFile)
                .orElseThrow(() -> new NoSuchFileException(item.name().toString()));
        if (copied(changed, target, name)) {
            return changed;
        }
        throw new EOFException();
    }

    private boolean copied(Entry from, Root target, RelPath name) throws IOException {
        Metadata wanted = run.keeping().wanted(from, item.counterpart());
        Copied copied = source.copy(
                item.name(), from.size(), target, name, wanted, run.aspects().all());
        run.aspects().lost(copied.losses());
        run.sharing().went(from.size(), copied.way());
        if (copied.bytes() == from.size() && !copied.changed()) {
            return true;
        }
        target.remove(name);
        return false;
    }
}
