package org.sluice.transfer;

import java.util.List;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Starts transfers. A call that starts one returns at once; what goes wrong is thrown by {@link Transfer#await}.
 *
 * <p>As with rsync, a source {@code dir} arrives as {@code DESTINATION/dir}, a source {@code dir/} as its contents in the
 * destination. A single file goes to the destination itself when that is no directory and has no slash at its end.
 * Missing directories of the destination are made. Repeating a transfer resumes it: what is already there, by size and
 * time, is not sent.
 */
@ProviderType
public interface TransferService {

    /** Copies between local directories. */
    Transfer copy(List<LocalPath> sources, LocalPath destination, TransferOptions options, TransferListener listener);

    /** As {@link #copy(List, LocalPath, TransferOptions, TransferListener)}, telling nobody of single entries. */
    default Transfer copy(List<LocalPath> sources, LocalPath destination, TransferOptions options) {
        return copy(sources, destination, options, TransferListener.NONE);
    }

    /**
     * Copies one directory, then deletes at the destination what it lacks. Nothing is deleted when not all of the source
     * could be read and copied; and nothing is done at all when the source is empty, or on another file system than last
     * time, unless {@link Deleting#force} says so.
     */
    Transfer mirror(List<LocalPath> sources, LocalPath destination, TransferOptions options, TransferListener listener);

    /**
     * Renames what is on the destination's file system and may stay as it is; else copies, then removes each source whose copy
     * is durable. What is at the destination already is compared byte for byte.
     * What has changed since it was copied stays; so do directories in which something stays, and the directory whose
     * contents are meant.
     */
    Transfer move(List<LocalPath> sources, LocalPath destination, TransferOptions options, TransferListener listener);

    /**
     * Undoes what the last transfer into a directory that kept a trash ({@link Deleting#trash}) has done: brings back what it
     * deleted or replaced, and sets aside what it created, in {@code .sluice-trash/undone} there; of a move nothing is set
     * aside. What has changed since stays, as a problem.
     *
     * @param dryRun whether nothing is changed, and only told what would be
     */
    Transfer undo(LocalPath destination, boolean dryRun, TransferListener listener);

    /** Sends to a peer's share. */
    Transfer push(List<LocalPath> sources, Location destination, TransferOptions options, TransferListener listener);

    /** As {@link #push(List, Location, TransferOptions, TransferListener)}, telling nobody what is decided. */
    default Transfer push(List<LocalPath> sources, Location destination, TransferOptions options) {
        return push(sources, destination, options, TransferListener.NONE);
    }

    /** Fetches from a peer's share. */
    Transfer pull(Location source, LocalPath destination, TransferOptions options, TransferListener listener);

    /**
     * Tells {@code found} of what lies directly in a directory of a share, or of the one entry named, on the calling
     * thread, directory by directory in no order.
     */
    void list(Location location, TransferOptions options, Consumer<ListedEntry> found)
            throws TransferException, InterruptedException;

    /**
     * Says hello to a peer and leaves: what both would do with each other, and what they cannot since one of them lacks it.
     *
     * @param peer {@code HOST[:PORT]}
     * @throws TransferException (INCOMPATIBLE) when they have nothing in common
     */
    PeerTerms terms(String peer, TransferOptions options) throws TransferException, InterruptedException;

    /**
     * Compares two local trees, without following links: kinds, contents byte for byte, link targets, and what of metadata
     * the options say shall be kept. What the options' selection leaves out is not compared.
     *
     * @param listener told of each difference, from any thread, several at once
     * @return how they compare, with a sample of what differs
     */
    Comparison verify(LocalPath source, LocalPath destination, TransferOptions options, ComparisonListener listener)
            throws TransferException, InterruptedException;

    /**
     * Compares a local tree with one in a peer's share, as {@link #verify(LocalPath, LocalPath, TransferOptions,
     * ComparisonListener)} does but for the selection; contents by hashes, which alone travel.
     *
     * @param theirsIsSource whether the peer's tree is the source
     * @throws TransferException (INCOMPATIBLE) when the peer does not say hashes
     */
    Comparison verify(
            LocalPath ours,
            Location theirs,
            boolean theirsIsSource,
            TransferOptions options,
            ComparisonListener listener)
            throws TransferException, InterruptedException;
}
