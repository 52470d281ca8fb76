package org.sluice.core.land;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.chunk.Hash;
import org.sluice.core.resume.Journal;
import org.sluice.core.resume.Partial;
import org.sluice.core.session.Chunking;
import org.sluice.core.session.ProtocolException;
import org.sluice.io.FileHandle;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/**
 * A large file that arrives in chunks, by several lanes at once, or is filled with what is here already. Closed when nobody
 * writes any more.
 */
public final class PartialFile {

    private final Expected expected;
    private final Chunking chunking;
    private final Staged staged;
    private final FileHandle handle;
    private final Optional<Journal> journal;
    private final Map<Integer, Hash> hints;
    private final long formerSize;
    private final Map<Integer, Hash> hashes = new HashMap<>();
    private final BitSet begun = new BitSet();
    private final BitSet done = new BitSet();
    private final BitSet asked = new BitSet();
    private final BitSet settled = new BitSet();
    private final Map<Integer, Arriving> arriving = new HashMap<>();
    private Optional<FileHandle> before = Optional.empty();
    private int missing;
    private int writers;
    private boolean failed;
    private boolean spoilt;

    private PartialFile(
            Expected expected,
            Chunking chunking,
            Staged staged,
            FileHandle handle,
            Optional<Journal> journal,
            Map<Integer, Hash> hints,
            long formerSize) {
        this.expected = expected;
        this.chunking = chunking;
        this.staged = staged;
        this.handle = handle;
        this.journal = journal;
        this.hints = hints;
        this.formerSize = formerSize;
        this.missing = chunking.count(expected.size());
    }

    /** One that ends with its session. */
    static PartialFile passing(Expected expected, Chunking chunking, Staged staged, FileHandle handle) {
        return new PartialFile(expected, chunking, staged, handle, Optional.empty(), Map.of(), 0);
    }

    /** One that the next session finds when this one breaks off. */
    static PartialFile lasting(Expected expected, Chunking chunking, Staged staged, Partial partial) {
        return new PartialFile(
                expected,
                chunking,
                staged,
                partial.handle(),
                Optional.of(partial.journal()),
                partial.hints(),
                partial.size());
    }

    Staged staged() {
        return staged;
    }

    FileHandle handle() {
        return handle;
    }

    /** The file to fill; valid between {@link #look} and what follows it. */
    public FileHandle content() {
        return handle;
    }

    /** Where it belongs. */
    public RelPath destination() {
        return expected.destination();
    }

    /** Size it will have, in bytes. */
    public long size() {
        return expected.size();
    }

    /** Where a chunk of it begins. */
    public long offset(int number) {
        return chunking.offset(number);
    }

    /** How long a chunk of it is. */
    public int length(int number) {
        return chunking.length(expected.size(), number);
    }

    int number(long offset) {
        return chunking.number(offset);
    }

    /** Time it will have. */
    public Instant modified() {
        return expected.metadata().modified();
    }

    /** Opens it for reading, wherever it is by now. */
    public FileHandle reopen(Root root) throws IOException {
        try {
            return root.open(staged.at(), OpenMode.READ);
        } catch (NoSuchFileException named) {
            return root.open(expected.destination(), OpenMode.READ);
        }
    }

    /** The hash that a chunk had when an earlier session left it here. */
    public Optional<Hash> hint(int number) {
        return Optional.ofNullable(hints.get(number));
    }

    /** Of the file that an earlier session left here, in bytes. */
    public long formerSize() {
        return formerSize;
    }

    /** What has its name now, open for reading; empty when there is no such file, or it cannot be read. */
    public synchronized Optional<FileHandle> before(Root root) {
        if (before.isEmpty()) {
            try {
                before = Optional.of(root.open(expected.destination(), OpenMode.READ));
            } catch (IOException none) {
                return Optional.empty();
            }
        }
        return before;
    }

    /**
     * A range begins; empty when it is of no use any more. Whoever brought it before does not count then.
     *
     * @param again whether it may come twice, since the lane that brought it first may have broken
     */
    Optional<Arriving> enter(long offset, int length, boolean again) throws ProtocolException {
        Arriving next = new Arriving(this, chunking.number(offset));
        Optional<Arriving> before;
        synchronized (this) {
            if (!begin(offset, length, again)) {
                return Optional.empty();
            }
            before = Optional.ofNullable(arriving.put(next.number(), next));
        }
        before.ifPresent(Arriving::replace);
        return Optional.of(next);
    }

    private boolean begin(long offset, int length, boolean again) throws ProtocolException {
        if (offset >= expected.size() || length != Math.min(chunking.size(), expected.size() - offset)) {
            throw new ProtocolException(
                    "a range of " + length + " bytes at " + offset + " of a file of " + expected.size() + " bytes");
        }
        int number = chunking.number(offset);
        if (expected.inPart() && !asked.get(number)) {
            throw new ProtocolException("a range at " + offset + " that was not asked for");
        }
        if (begun.get(number) && !again) {
            throw new ProtocolException("a range at " + offset + " comes twice");
        }
        begun.set(number);
        if (failed || done.get(number) || settled.get(number)) {
            return false;
        }
        writers++;
        return true;
    }

    /** A range has come; whether it counts: then none that comes again does. */
    synchronized boolean settle(Arriving range) {
        boolean counts = arriving.remove(range.number(), range);
        if (counts) {
            settled.set(range.number());
        }
        return counts;
    }

    /** Whether a chunk has still to come. */
    synchronized boolean lacks(int number) {
        return !failed && !done.get(number) && !settled.get(number);
    }

    /** A range has not come whole. Closes the file if it was given up. */
    synchronized boolean leaveFor(Arriving range) throws IOException {
        arriving.remove(range.number(), range);
        return leaveFor();
    }

    /** A chunk of this hash is looked for here; whether that is still of use. Then either filled or left for. */
    public synchronized boolean look(int number, Hash hash) {
        if (failed) {
            return false;
        }
        hashes.put(number, hash);
        writers++;
        return true;
    }

    /** A chunk that was looked for is not here. Closes the file if it was given up. */
    synchronized boolean leaveFor() throws IOException {
        writers--;
        return close();
    }

    /** Chunks may come that are asked for now. */
    synchronized void ask(List<Integer> numbers) {
        numbers.forEach(asked::set);
    }

    /** Whether its chunks are asked for one by one. */
    boolean isInPart() {
        return expected.inPart();
    }

    /** Closes the file whoever writes: the session has ended before its time. */
    synchronized void discard() throws IOException {
        failed = true;
        closeAll();
    }

    /** Marks the file as given up; whether this is the first to say so. */
    synchronized boolean fail() {
        boolean first = !failed;
        failed = true;
        return first;
    }

    synchronized boolean failed() {
        return failed;
    }

    /** Nothing of it is to be resumed: it could not be written. */
    synchronized void spoil() {
        spoilt = true;
    }

    /** Whether the next session may resume it. */
    synchronized boolean outlives() {
        return journal.isPresent() && !spoilt;
    }

    /** A chunk is whole, and has this hash. */
    void complete(int number, Hash hash) throws IOException {
        if (!isAsSaid(number, hash)) {
            throw new ProtocolException("chunk " + number + " of " + destination() + " is not what its hash said");
        }
        if (journal.isPresent() && !hash.equals(hints.get(number))) {
            journal.get().add(number, hash);
        }
    }

    /** What was not said is learnt. */
    private synchronized boolean isAsSaid(int number, Hash hash) {
        Hash said = hashes.putIfAbsent(number, hash);
        return said == null || said.equals(hash);
    }

    /** Of all chunks, when it is complete; it does not know them any more then. */
    synchronized List<Hash> takeHashes() {
        List<Hash> all = new ArrayList<>();
        for (int number = 0; number < chunking.count(expected.size()); number++) {
            all.add(hashes.get(number));
        }
        hashes.clear();
        return all;
    }

    /**
     * A chunk has come, or is unusable.
     *
     * @return whether this was the last to write: the file is complete, or given up, and closed now
     */
    synchronized boolean leave(int number) throws IOException {
        if (!done.get(number)) {
            done.set(number);
            missing--;
        }
        writers--;
        return close();
    }

    /** Closes the file if it is complete or given up and nobody writes; whether it did. */
    synchronized boolean close() throws IOException {
        if (writers > 0 || (missing > 0 && !failed)) {
            return false;
        }
        try {
            if (!failed) {
                handle.apply(expected.metadata());
                if (journal.isPresent()) {
                    journal.get().end();
                }
            }
        } finally {
            closeAll();
        }
        return true;
    }

    private void closeAll() throws IOException {
        try (handle) {
            if (before.isPresent()) {
                before.get().close();
            }
            if (journal.isPresent()) {
                journal.get().close();
            }
        }
    }
}
