package org.sluice.core.manifest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.sluice.chunk.Hash;
import org.sluice.chunk.Hasher;
import org.sluice.core.session.Chunking;
import org.sluice.core.session.Mailbox;
import org.sluice.core.session.SourceFile;
import org.sluice.data.BufferPool;

/**
 * Hashes files that are not to be sent before it is known what of them is needed. Worked off by threads that the session
 * owns: several files at a time, and several parts of one.
 */
public final class Hashing implements AutoCloseable {

    /** Is told what was hashed, from any thread. */
    public interface Listener {

        /** The hashes of consecutive chunks are known. */
        void hashed(SourceFile file, int first, List<Hash> hashes);

        /** A file cannot be hashed, or is not what it was any more; told once. */
        void unhashable(SourceFile file, IOException cause);
    }

    /** Chunks that a thread hashes at a time, and that are said together: 64 MiB. */
    private static final int AT_ONCE = 16;

    private record Task(HashedFile file, int first, int count) {}

    private final Hasher hasher;
    private final BufferPool buffers;
    private final Listener listener;
    private final Mailbox<Task> tasks = new Mailbox<>();
    private final List<HashedFile> begun = new ArrayList<>();

    /** Tells {@code listener} of what it hashes. */
    public Hashing(Hasher hasher, BufferPool buffers, Listener listener) {
        this.hasher = hasher;
        this.buffers = buffers;
        this.listener = listener;
    }

    /** Hashes a file. For one thread. */
    public void add(SourceFile source) {
        int chunks = Chunking.count(source.size());
        int parts = (chunks + AT_ONCE - 1) / AT_ONCE;
        HashedFile file = new HashedFile(source, parts, listener);
        begun.removeIf(HashedFile::isDone);
        begun.add(file);
        for (int first = 0; first < chunks; first += AT_ONCE) {
            tasks.put(new Task(file, first, Math.min(AT_ONCE, chunks - first)));
        }
    }

    /** Closes what a session has left open that ended before its time. No thread works any more. */
    @Override
    public void close() {
        begun.forEach(HashedFile::discard);
    }

    /** Works until interrupted. */
    public void run() throws InterruptedException {
        while (true) {
            Task task = tasks.take().orElseThrow();
            task.file().hash(task.first(), task.count(), hasher, buffers);
        }
    }
}
