package org.sluice.core.session;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sluice.chunk.Hash;
import org.sluice.io.RelPath;
import org.sluice.negotiate.Offer;
import org.sluice.transfer.Counts;
import org.sluice.transfer.TransferException;

/** What the two ends of a session say to each other on the control stream. */
public sealed interface Message {

    /** Which way the contents go, as the initiator sees it. */
    enum Direction {
        PUSH,
        PULL,
        LIST,

        /** The initiator lists and reads by itself. */
        READ
    }

    /** The first message each way. */
    record Hello(Offer offer) implements Message {}

    /**
     * What the initiator asks for.
     *
     * @param single of a push: the manifest will be one entry that is no directory
     */
    record Request(Direction direction, String share, RelPath path, boolean trailingSlash, boolean single)
            implements Message {}

    /**
     * The responder does what was asked for.
     *
     * @param single of a pull: the manifest will be one entry that is no directory
     * @param ticket by which further connections join the session
     */
    record Accepted(boolean single, Ticket ticket) implements Message {}

    /** A part of the manifest, at most {@link #MAX_ENTRIES}. */
    record Entries(List<ManifestEntry> entries) implements Message {}

    /**
     * The manifest has ended.
     *
     * @param complete whether every directory could be read
     */
    record ManifestEnd(boolean complete) implements Message {}

    /** Entries that the sender cannot deliver. */
    record Problems(List<EntryProblem> problems) implements Message {}

    /** Files whose content the receiver asks for. */
    record Want(List<Long> ids) implements Message {}

    /** Files of which the receiver asks for the hashes of their chunks, to find out what of them it needs. */
    record RequestManifest(List<Long> ids) implements Message {}

    /**
     * The hashes of consecutive chunks of a file, at most {@link #MAX_HASHES}.
     *
     * @param first number of the first of these chunks
     */
    record ManifestResponse(long id, int first, List<Hash> hashes) implements Message {}

    /** Chunks whose content the receiver asks for, when their hashes were said. */
    record RequestChunks(long id, List<Integer> numbers) implements Message {}

    /**
     * The sender has no hashes of this file, or of some of its chunks.
     *
     * @param numbers of the chunks, when the file has changed while it was read; the hashes of the others hold. Empty when
     *     there are no more of the whole file, which has changed or cannot be read; why, the sender says besides
     */
    record Missing(long id, List<Integer> numbers) implements Message {}

    /** The receiver has compared the whole manifest: it will want nothing more. */
    record WantEnd() implements Message {}

    /** How far the receiver is. */
    record Progress(long entries, long unchangedBytes) implements Message {}

    /** All has landed or failed: the receiver's score. */
    record Done(Counts counts, List<EntryProblem> problems, String backend) implements Message {}

    /**
     * A receiver that lists and reads by itself asks what there is.
     *
     * @param number which the answer has
     * @param path below what the session is about
     */
    record ListRequest(long number, RelPath path) implements Message {}

    /**
     * What there is: first the entry that was asked for, with the empty path, then what lies directly in it.
     *
     * @param entries without ids, their paths below the one that was listed; at most {@link #MAX_ENTRIES}
     * @param last whether no other follows for this request
     * @param unreadable why not all can be said; with the last
     */
    record Listing(long number, List<ManifestEntry> entries, boolean last, Optional<Unreadable> unreadable)
            implements Message {}

    /**
     * Asks for a part of a file.
     *
     * @param length 1 to {@link #MAX_READ}
     */
    record ReadRequest(long number, RelPath path, long offset, int length) implements Message {}

    /**
     * A part of a file.
     *
     * @param content shorter than was asked for at the end of the file only
     * @param size of the file as it is now
     * @param modified when the file, as it is now, was
     * @param unreadable why it cannot be read
     */
    record ReadResponse(long number, byte[] content, long size, Instant modified, Optional<Unreadable> unreadable)
            implements Message {}

    /** The session ends before its time. */
    record Failure(TransferException.Reason reason, String message) implements Message {}

    /** Still there. */
    record Ping() implements Message {}

    /** Most entries, ids or problems in one message. */
    int MAX_ENTRIES = 1024;

    /** Most bytes that are read at a time. */
    int MAX_READ = 128 << 10;

    /** Most hashes in one message. */
    int MAX_HASHES = 8192;
}
