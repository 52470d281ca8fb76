package org.sluice.core.fill;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import org.sluice.chunk.Hash;
import org.sluice.core.known.KnownChunks;
import org.sluice.core.resume.Journalled;
import org.sluice.core.resume.Partials;
import org.sluice.core.session.Chunking;
import org.sluice.io.FileHandle;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/**
 * Puts into the store what has come over a network and would be thrown away: chunks of partial files that are dropped, or
 * that a newer version of their file takes the place of. From any thread.
 */
public final class Rescue implements Partials.Heir {

    private final Root root;
    private final KnownChunks known;

    /** Of partial files in {@code root}. */
    public Rescue(Root root, KnownChunks known) {
        this.root = root;
        this.known = known;
    }

    @Override
    public void inherit(RelPath at, Journalled journal) throws InterruptedException {
        if (!journal.hasher().equals(known.hasher()) || journal.chunks().isEmpty()) {
            return;
        }
        Chunking chunking = new Chunking(journal.chunkSize());
        long room = known.room();
        try (FileHandle file = root.open(at, OpenMode.READ)) {
            for (Map.Entry<Integer, Hash> chunk : journal.chunks().entrySet()) {
                if (chunk.getKey() < chunking.count(journal.size()) && room > 0) {
                    int length = chunking.length(journal.size(), chunk.getKey());
                    keep(file, chunking.offset(chunk.getKey()), length, chunk.getValue(), journal.size());
                    room -= length;
                }
            }
        } catch (IOException unreadable) {
            // Then it has to come again.
        }
    }

    /** A chunk of a partial file is about to be overwritten. */
    void overwritten(FileHandle file, long offset, int length, Hash hash, long size) throws InterruptedException {
        try {
            keep(file, offset, length, hash, size);
        } catch (IOException unreadable) {
            // As above.
        }
    }

    private void keep(FileHandle file, long offset, int length, Hash hash, long size)
            throws IOException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (known.keeps(hash)) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment content = arena.allocate(length);
            if (file.read(offset, content) == length) {
                known.keep(hash, content, size);
            }
        }
    }
}
