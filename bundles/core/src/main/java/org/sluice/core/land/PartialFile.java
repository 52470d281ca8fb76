package org.sluice.core.land;

import java.io.IOException;
import java.util.BitSet;
import org.sluice.core.lane.WorkQueue;
import org.sluice.core.session.ProtocolException;
import org.sluice.io.FileHandle;
import org.sluice.io.RelPath;

/** A large file that arrives in ranges, by several lanes at once. Closed when nobody writes any more. */
public final class PartialFile {

    /** The longest file there can be, in bytes: 8 PiB. */
    static final long LONGEST = (long) WorkQueue.RANGE * Integer.MAX_VALUE;

    private final Expected expected;
    private final Staged staged;
    private final FileHandle handle;
    private final BitSet begun = new BitSet();
    private long missing;
    private int writers;
    private boolean failed;

    PartialFile(Expected expected, Staged staged, FileHandle handle) {
        this.expected = expected;
        this.staged = staged;
        this.handle = handle;
        this.missing = expected.size();
    }

    Staged staged() {
        return staged;
    }

    FileHandle handle() {
        return handle;
    }

    /** Where it belongs. */
    public RelPath destination() {
        return expected.destination();
    }

    /** A range begins; whether it is still of use. */
    synchronized boolean enter(long offset, int length) throws ProtocolException {
        if (offset >= expected.size() || length != Math.min(WorkQueue.RANGE, expected.size() - offset)) {
            throw new ProtocolException(
                    "a range of " + length + " bytes at " + offset + " of a file of " + expected.size() + " bytes");
        }
        int index = Math.toIntExact(offset / WorkQueue.RANGE);
        if (begun.get(index)) {
            throw new ProtocolException("a range at " + offset + " comes twice");
        }
        begun.set(index);
        if (failed) {
            return false;
        }
        writers++;
        return true;
    }

    /** Closes the file whoever writes: the session has ended before its time. */
    synchronized void discard() throws IOException {
        failed = true;
        handle.close();
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

    /**
     * A range has ended.
     *
     * @return whether this was the last to write: the file is complete, or given up, and closed now
     */
    synchronized boolean leave(int length) throws IOException {
        missing -= length;
        writers--;
        return close();
    }

    /** Closes the file if it is complete or given up and nobody writes; whether it did. */
    synchronized boolean close() throws IOException {
        if (writers > 0 || (missing > 0 && !failed)) {
            return false;
        }
        try (handle) {
            if (!failed) {
                handle.apply(expected.metadata());
            }
        }
        return true;
    }
}
