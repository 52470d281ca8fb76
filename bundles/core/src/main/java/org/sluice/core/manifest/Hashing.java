package org.sluice.core.manifest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sluice.chunk.Hash;
import org.sluice.chunk.Hasher;
import org.sluice.core.known.KnownChunks;
import org.sluice.core.lane.Shelf;
import org.sluice.core.session.Chunking;
import org.sluice.core.session.Mailbox;
import org.sluice.core.session.SourceFile;
import org.sluice.data.BufferPool;

/**
 * Says the hashes of files that are not to be sent before it is known what of them is needed. Worked off by threads that the session
 * owns: several files at a time, and several parts of one. A file that is known and has not changed is not read.
 */
public final class Hashing implements AutoCloseable {

    /** Is told what was hashed, from any thread. */
    public interface Listener {

        /** The hashes of consecutive chunks are known. */
        void hashed(SourceFile file, int first, List<Hash> hashes) throws InterruptedException;

        /** A file cannot be hashed, or is not what it was any more; told once. */
        void unhashable(SourceFile file, IOException cause);

        /**
         * Consecutive chunks are not what they were any more; what was hashed of the file holds.
         *
         * @return whether the peer can be told so; if not, the file is {@link #unhashable}
         */
        default boolean changed(SourceFile file, int first, int count) {
            return false;
        }
    }

    /** A thread hashes about so much of a file at a time, in bytes. */
    private static final long AT_ONCE = 64L << 20;

    private sealed interface Task {
        /** To find out whether it is known, and to have it hashed if not. */
        record Look(SourceFile file) implements Task {}

        record Hash(HashedFile file, int first, int count) implements Task {}
    }

    private final Hasher hasher;
    private final BufferPool buffers;
    private final KnownChunks known;
    private final Shelf shelf;
    private final Listener listener;
    private final Mailbox<Task> tasks = new Mailbox<>();
    private final List<HashedFile> begun = new ArrayList<>();

    /** Tells {@code listener} of what it hashes, and leaves it on {@code shelf}. */
    public Hashing(Hasher hasher, BufferPool buffers, KnownChunks known, Shelf shelf, Listener listener) {
        this.hasher = hasher;
        this.buffers = buffers;
        this.known = known;
        this.shelf = shelf;
        this.listener = listener;
    }

    /** Says the hashes of a file. */
    public void add(SourceFile source) {
        tasks.put(new Task.Look(source));
    }

    private void look(SourceFile source) throws InterruptedException {
        Optional<List<Hash>> hashes = known.of(source.entry());
        if (hashes.isPresent()) {
            listener.hashed(source, 0, hashes.get());
        } else {
            hash(source);
        }
    }

    private void hash(SourceFile source) {
        Chunking chunking = known.chunking();
        int chunks = chunking.count(source.size());
        int atOnce = chunking.countWithin(AT_ONCE);
        int parts = Math.ceilDiv(chunks, atOnce);
        HashedFile file = new HashedFile(source, parts, known, listener);
        begin(file);
        for (int first = 0; first < chunks; first += atOnce) {
            tasks.put(new Task.Hash(file, first, Math.min(atOnce, chunks - first)));
        }
    }

    private synchronized void begin(HashedFile file) {
        begun.removeIf(HashedFile::isDone);
        begun.add(file);
    }

    /** Closes what a session has left open that ended before its time. No thread works any more. */
    @Override
    public synchronized void close() {
        begun.forEach(HashedFile::discard);
    }

    /** Works until interrupted. */
    public void run() throws InterruptedException {
        while (true) {
            switch (tasks.take().orElseThrow()) {
                case Task.Look look -> look(look.file());
                case Task.Hash part -> part.file().hash(part.first(), part.count(), hasher, buffers, shelf);
            }
        }
    }
}
