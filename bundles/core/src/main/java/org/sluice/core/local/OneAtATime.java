package org.sluice.core.local;

import java.io.IOException;
import java.util.Optional;
import org.sluice.io.Entry;
import org.sluice.io.RelPath;

/** Lets many threads share one. */
record OneAtATime(Discard discard) implements Discard {

    @Override
    public synchronized void entry(RelPath path, Entry entry) throws IOException {
        discard.entry(path, entry);
    }

    @Override
    public synchronized void directory(RelPath path, Entry entry) throws IOException {
        discard.directory(path, entry);
    }

    @Override
    public synchronized void replaced(RelPath path, Entry entry, Optional<Entry> by) throws IOException {
        discard.replaced(path, entry, by);
    }

    @Override
    public boolean notes() {
        return discard.notes();
    }

    @Override
    public synchronized void created(RelPath path, Entry made) throws IOException {
        discard.created(path, made);
    }

    @Override
    public synchronized void settle() throws IOException {
        discard.settle();
    }

    @Override
    public synchronized boolean isKept(RelPath path) {
        return discard.isKept(path);
    }

    @Override
    public synchronized void close() throws IOException {
        discard.close();
    }
}
