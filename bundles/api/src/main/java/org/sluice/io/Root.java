package org.sluice.io;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A directory held open. Nothing reached through it lies outside it, whatever links others swap in meanwhile: a symbolic
 * link in any but the last part of a path fails the call, and one in the last part is never followed.
 *
 * <p>Shareable by any number of threads. Paths are relative to the root; where a call takes an existing directory
 * {@link RelPath#ROOT} is the root itself.
 */
@ConsumerType
public interface Root extends AutoCloseable {

    /** Where the root was when it was opened; for people. */
    Path directory();

    /**
     * Opens a directory as a root of its own, as confined as this one, and independent of it: either may be closed first.
     * What is done to names right in a root takes fewer steps than below it.
     *
     * @throws java.nio.file.NotDirectoryException when it is none; a symbolic link fails as in the middle of a path
     */
    Root enter(RelPath directory) throws IOException;

    /** The file system that the root's directory is in. May look through a list of all: ask once. */
    Volume volume() throws IOException;

    /** Looks at an entry without following it; empty when there is none, or when a part of its path is none. */
    Optional<Entry> find(RelPath path) throws IOException;

    /**
     * Tells {@code visitor} of every entry of a directory but {@code .} and {@code ..}, one call at a time, on the
     * calling thread. The visitor may call this root.
     */
    void list(RelPath directory, EntryVisitor visitor) throws IOException;

    /** Opens a regular file. Opening anything else fails and never blocks, a FIFO without writer included. */
    FileHandle open(RelPath file, OpenMode mode) throws IOException;

    /**
     * Reads a small file in one go.
     *
     * @param target receives the file's beginning
     * @return the bytes read: the file's size, or {@code target}'s when the file is longer
     */
    int load(RelPath file, MemorySegment target) throws IOException;

    /**
     * Writes a new small file in one go, content and metadata. When it fails, nothing of that name is left behind.
     *
     * @throws java.nio.file.FileAlreadyExistsException when the name exists
     */
    void store(RelPath file, MemorySegment content, Metadata metadata) throws IOException;

    /**
     * Copies a file's whole content, the given metadata and the aspects asked for into a new file of {@code target},
     * inside the kernel where both roots allow it. When it fails, nothing of that name is left behind.
     *
     * <p>What of an aspect the target does not take is named in the answer and fails nothing. Of an aspect not asked for
     * the copy has what its directory gives to any new file, and holes may be filled.
     *
     * @throws java.nio.file.FileAlreadyExistsException when {@code to} exists
     */
    Copied copy(RelPath from, Root target, RelPath to, Metadata metadata, Set<Aspect> aspects) throws IOException;

    /**
     * As {@link #copy(RelPath, Root, RelPath, Metadata, Set)}, of what was just seen to be a regular file. Knowing how long it
     * was may spare looking at it once more; it is copied as it is now all the same.
     *
     * @param seen its size then, in bytes
     */
    default Copied copy(RelPath from, long seen, Root target, RelPath to, Metadata metadata, Set<Aspect> aspects)
            throws IOException {
        return copy(from, target, to, metadata, aspects);
    }

    /** The target of a symbolic link, byte for byte. */
    byte[] readLink(RelPath link) throws IOException;

    /** Makes a directory with exactly this mode, whatever the umask; or with another, where the file system has no modes. */
    void createDirectory(RelPath directory, int mode) throws IOException;

    /** Makes a symbolic link whose target is these bytes; what they name need not exist and may lie anywhere. */
    void createSymlink(RelPath link, byte[] target) throws IOException;

    /**
     * Makes a FIFO, a socket or a device node, with this metadata. When it fails, nothing of that name is left behind.
     *
     * @param device which device it stands for, as {@link Entry#device()}; ignored for a FIFO and a socket
     * @throws IllegalArgumentException for any other kind
     * @throws java.nio.file.FileAlreadyExistsException when the name exists
     */
    void createSpecial(RelPath path, EntryKind kind, long device, Metadata metadata) throws IOException;

    /** Gives {@code existing}, not followed, a second name. */
    void createLink(RelPath link, RelPath existing) throws IOException;

    /** Renames within the root, atomically replacing a file, a link, or an empty directory by a directory. */
    void rename(RelPath from, RelPath to) throws IOException;

    /**
     * Renames many, one after the other, each as {@link #rename(RelPath, RelPath)} does. A rename that fails keeps none of
     * the others from being done. Those that follow each other from or into the same directory may be served by holding it.
     *
     * @return what failed, and why
     */
    default Map<Rename, IOException> rename(List<Rename> renames) throws IOException {
        Map<Rename, IOException> failed = new HashMap<>();
        for (Rename rename : renames) {
            try {
                rename(rename.from(), rename.to());
            } catch (IOException e) {
                failed.put(rename, e);
            }
        }
        return failed;
    }

    /**
     * Renames into another root, as {@link #rename(RelPath, RelPath)} does within one; no content is touched.
     *
     * @throws AtomicMoveNotSupportedException when the roots are not on one file system, or not of one kind; nothing has
     *     changed then
     */
    default void rename(RelPath from, Root target, RelPath to) throws IOException {
        throw new AtomicMoveNotSupportedException(from.toString(), to.toString(), "from one kind of root to another");
    }

    /** Removes a file, a link (not what it names), a special file or an empty directory. */
    void remove(RelPath path) throws IOException;

    /**
     * Sets owner and group (where not {@link Metadata#UNKNOWN}), then mode, then the times. A symbolic link itself is
     * changed, never what it names; its mode is left.
     */
    void apply(RelPath path, Metadata metadata) throws IOException;

    /**
     * The extended attributes of an entry of any kind, of these aspects; a symbolic link's own. None where the file system
     * has none, and none of those that this user may not see.
     */
    Attributes attributes(RelPath path, Set<Aspect> aspects) throws IOException;

    /**
     * As {@link #apply(RelPath, Metadata)}; and makes the entry have exactly these attributes, of these aspects, in the
     * order that lets each outlive the others: a change of owner takes file capabilities away, for one.
     *
     * @return the attributes that could neither be set nor removed; all else is done
     */
    List<Loss> apply(RelPath path, Metadata metadata, Attributes attributes, Set<Aspect> aspects) throws IOException;

    /** Returns when all that was done through this root before is durable: content, metadata and names. */
    void sync() throws IOException;

    /** Lets go of the directory. Handles opened through it stay open. */
    @Override
    void close() throws IOException;
}
