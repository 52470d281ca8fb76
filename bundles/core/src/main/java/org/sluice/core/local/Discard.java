package org.sluice.core.local;

import java.io.IOException;
import java.util.Optional;
import org.sluice.io.Entry;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/** What becomes of entries of the destination that are deleted or replaced. For one thread. */
interface Discard extends AutoCloseable {

    /** Takes an entry, which is no directory, away from its name. */
    void entry(RelPath path, Entry entry) throws IOException;

    /** Takes an empty directory away. */
    void directory(RelPath path, Entry entry) throws IOException;

    /**
     * Keeps what is about to be replaced; it has its name until then.
     *
     * @param by what will have the name; known where {@link #notes}
     */
    void replaced(RelPath path, Entry entry, Optional<Entry> by) throws IOException;

    /** Whether it wants to know what is created. */
    default boolean notes() {
        return false;
    }

    /** An entry is about to get a name that nothing has, or a directory has got one. */
    default void created(RelPath path, Entry made) throws IOException {}

    /** What was told before is going to happen. */
    default void settle() throws IOException {}

    /** Whether this is what an earlier transfer has kept, and not to be deleted. */
    boolean isKept(RelPath path);

    @Override
    void close() throws IOException;

    /** They are gone. */
    record Removal(Root root) implements Discard {

        @Override
        public void entry(RelPath path, Entry entry) throws IOException {
            root.remove(path);
        }

        @Override
        public void directory(RelPath path, Entry entry) throws IOException {
            root.remove(path);
        }

        @Override
        public void replaced(RelPath path, Entry entry, Optional<Entry> by) {
            // What takes its name also takes its place.
        }

        @Override
        public boolean isKept(RelPath path) {
            return false;
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
