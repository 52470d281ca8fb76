package org.sluice.core.manifest;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sluice.chunk.Digest;
import org.sluice.chunk.Hash;
import org.sluice.chunk.Hasher;
import org.sluice.core.known.KnownChunks;
import org.sluice.core.lane.Shelf;
import org.sluice.core.session.ChunkHashes;
import org.sluice.core.session.Chunking;
import org.sluice.core.session.SourceFile;
import org.sluice.data.Buffer;
import org.sluice.data.BufferPool;
import org.sluice.io.FileHandle;
import org.sluice.io.OpenMode;

/**
 * A file that several threads hash: opened by the first, closed by the one that hashes the last part. That one also looks
 * whether the file is still what was announced.
 */
final class HashedFile {

    /** Read and hashed at a time: stays within a core's cache. */
    private static final int STEP = 256 << 10;

    /** Hashes of so much are said at a time, in bytes: who says them late waits for what may be asked for of them. */
    private static final long SAID_AT_ONCE = 4 << 20;

    /** Where a part of a chunk is read to. */
    private interface Space {
        MemorySegment at(int done, int length);
    }

    private final SourceFile file;
    private final KnownChunks known;
    private final Chunking chunking;
    private final Hashing.Listener listener;
    private final ChunkHashes all = new ChunkHashes();
    private Optional<FileHandle> handle = Optional.empty();
    private int parts;
    private boolean failed;
    private boolean changed;

    HashedFile(SourceFile file, int parts, KnownChunks known, Hashing.Listener listener) {
        this.file = file;
        this.parts = parts;
        this.known = known;
        this.chunking = known.chunking();
        this.listener = listener;
    }

    /** Hashes consecutive chunks, and says what there is of them now and then. */
    void hash(int first, int count, Hasher hasher, BufferPool buffers, Shelf shelf) throws InterruptedException {
        List<Hash> unsaid = new ArrayList<>();
        int from = first;
        int number = first;
        boolean same = false;
        try {
            int atOnce = chunking.countWithin(SAID_AT_ONCE);
            for (; number < first + count && !failed(); number++) {
                if (unsaid.size() == atOnce) {
                    say(from, unsaid);
                    from = number;
                    unsaid.clear();
                }
                unsaid.add(hash(number, hasher, buffers, shelf));
            }
            all.put(from, unsaid);
        } catch (EOFException cut) {
            change(number, first + count - number);
        } catch (IOException e) {
            fail(e);
        } finally {
            same = leave();
        }
        if (!failed() && !unsaid.isEmpty()) {
            if (same) {
                listener.hashed(file, from, unsaid);
            } else {
                change(from, unsaid.size());
            }
        }
    }

    private void say(int first, List<Hash> hashes) throws InterruptedException {
        all.put(first, hashes);
        listener.hashed(file, first, List.copyOf(hashes));
    }

    /** Chunks are not what was announced; where that cannot be said of chunks alone, the whole file is given up. */
    private synchronized void change(int first, int count) {
        if (failed || !listener.changed(file, first, count)) {
            fail(new EOFException());
        }
        changed = true;
    }

    private Hash hash(int number, Hasher hasher, BufferPool buffers, Shelf shelf)
            throws IOException, InterruptedException {
        Optional<List<Buffer>> room = shelf.room(chunking.length(file.size(), number));
        if (room.isEmpty()) {
            try (Buffer buffer = buffers.take()) {
                return hash(number, hasher, (done, length) -> buffer.segment().asSlice(0, length));
            }
        }
        boolean kept = false;
        try {
            long size = buffers.bufferSize();
            Hash hash = hash(
                    number,
                    hasher,
                    (done, length) ->
                            room.get().get((int) (done / size)).segment().asSlice(done % size, length));
            shelf.put(file.id(), number, hash, chunking.length(file.size(), number), room.get());
            kept = true;
            return hash;
        } finally {
            if (!kept) {
                shelf.giveBack(room.get());
            }
        }
    }

    private Hash hash(int number, Hasher hasher, Space space) throws IOException {
        FileHandle source = handle();
        Digest digest = hasher.digest();
        long position = chunking.offset(number);
        int length = chunking.length(file.size(), number);
        for (int done = 0; done < length; ) {
            MemorySegment step = space.at(done, Math.min(STEP, length - done));
            if (source.read(position + done, step) < step.byteSize()) {
                throw new EOFException();
            }
            digest.update(step);
            done += (int) step.byteSize();
        }
        return digest.finish();
    }

    private synchronized FileHandle handle() throws IOException {
        if (handle.isEmpty()) {
            handle = Optional.of(file.root().open(file.entry().path(), OpenMode.READ));
        }
        return handle.get();
    }

    /** Closes the file, whatever is left to hash. No thread works any more. */
    synchronized void discard() {
        try {
            failed = true;
            close();
        } catch (IOException e) {
            // It was only read.
        }
    }

    synchronized boolean isDone() {
        return parts == 0;
    }

    private void close() throws IOException {
        if (handle.isPresent()) {
            handle.get().close();
        }
    }

    private synchronized boolean failed() {
        return failed;
    }

    private synchronized void fail(IOException cause) {
        if (!failed) {
            failed = true;
            listener.unhashable(file, cause);
        }
    }

    /** A part is done; whether its last chunks may be said: not so when the file turns out to be another by now. */
    private synchronized boolean leave() {
        parts--;
        if (parts > 0) {
            return true;
        }
        try {
            close();
            if (failed || changed) {
                return true;
            }
            if (file.hasChanged()) {
                return false;
            }
            known.wasRead(file.root(), file.entry(), all.all(chunking.count(file.size())));
        } catch (IOException e) {
            fail(e);
        }
        return true;
    }
}
