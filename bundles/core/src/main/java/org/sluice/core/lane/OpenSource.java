package org.sluice.core.lane;

import java.io.EOFException;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.sluice.chunk.Hash;
import org.sluice.core.session.ChunkHashes;
import org.sluice.core.session.Chunking;
import org.sluice.core.session.SourceFile;
import org.sluice.io.FileHandle;
import org.sluice.io.OpenMode;

/**
 * A large file that several lanes read, all of it or some of its chunks: opened by the first, closed by the one that reads
 * the last range. That one also looks whether the file is still what was announced.
 */
final class OpenSource {

    private final SourceFile file;
    private final Chunking chunking;
    private final Optional<BitSet> chosen;
    private final ChunkHashes said;
    private Optional<FileHandle> handle = Optional.empty();
    private final BitSet read = new BitSet();
    private long unread;
    private boolean failed;
    private boolean closed;

    /** All of a file. */
    OpenSource(SourceFile file, Chunking chunking) {
        this.file = file;
        this.chunking = chunking;
        this.chosen = Optional.empty();
        this.said = new ChunkHashes();
        this.unread = chunking.count(file.size());
    }

    /** Some chunks of a file, which must have the hashes that were said. */
    OpenSource(SourceFile file, Chunking chunking, List<Integer> numbers, ChunkHashes said) {
        BitSet chunks = new BitSet();
        numbers.forEach(chunks::set);
        this.file = file;
        this.chunking = chunking;
        this.chosen = Optional.of(chunks);
        this.said = said;
        this.unread = chunks.cardinality();
    }

    /** The first chunk to read from this number on; none when there is no more. */
    Optional<Work.Range> next(int from) {
        int number = chosen.isPresent() ? chosen.get().nextSetBit(from) : from;
        return number < 0 || number >= chunking.count(file.size())
                ? Optional.empty()
                : Optional.of(new Work.Range(this, chunking.offset(number), chunking.length(file.size(), number)));
    }

    SourceFile file() {
        return file;
    }

    Chunking chunking() {
        return chunking;
    }

    /** The open file; valid until this range is {@link #read}. */
    synchronized FileHandle handle() throws IOException {
        if (handle.isEmpty()) {
            handle = Optional.of(file.root().open(file.entry().path(), OpenMode.READ));
        }
        return handle.get();
    }

    /**
     * A range has been read, or has failed.
     *
     * @return whether what was read may be used: not so when the file was given up, or when all of it has been read and
     *     it is not what was announced any more; a chunk whose hash was said is what was said
     */
    synchronized boolean read(Work.Range range, boolean good, Hash hash, Delivery delivery) {
        unread--;
        read.set(range.number());
        if (good && !failed) {
            check(range.number(), hash, delivery);
        }
        if (unread > 0) {
            return good && !failed;
        }
        try {
            if (!failed && chosen.isEmpty() && file.hasChanged()) {
                throw new EOFException();
            }
        } catch (IOException e) {
            fail(e, delivery);
        }
        try {
            close();
        } catch (IOException e) {
            fail(e, delivery);
        }
        if (!failed && chosen.isEmpty()) {
            delivery.sent(file, said.all(chunking.count(file.size())));
        }
        return good && !failed;
    }

    private void check(int number, Hash hash, Delivery delivery) {
        if (chosen.isEmpty()) {
            said.put(number, List.of(hash));
        } else if (!said.of(number).equals(Optional.of(hash))) {
            delivery.notAsSaid(file);
            fail(new EOFException(), delivery);
        }
    }

    /**
     * A range was read, or was about to be, and has not arrived: where to read it from again. None when the file was given
     * up, which the receiver is told.
     */
    synchronized Optional<OpenSource> again(Work.Range range) {
        if (failed) {
            return Optional.empty();
        }
        return Optional.of(
                read.get(range.number()) ? new OpenSource(file, chunking, List.of(range.number()), said) : this);
    }

    private void close() throws IOException {
        closed = true;
        if (handle.isPresent()) {
            handle.get().close();
        }
    }

    /** Closes the file, whatever is left to read. */
    synchronized void discard() {
        try {
            close();
        } catch (IOException e) {
            // It was only read.
        }
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Gives the file up; the first reason is told. */
    synchronized void fail(IOException cause, Delivery delivery) {
        if (!failed) {
            failed = true;
            delivery.unreadable(file, cause);
        }
    }

    synchronized boolean failed() {
        return failed;
    }
}
