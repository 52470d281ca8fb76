package org.sluice.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A platform's way to the file system. Registered as a service; the one with the highest ranking is used.
 *
 * <p>For every call of this package: it may be made from any thread, and <em>a call that waits parks a virtual thread,
 * it never pins its carrier</em>. Failures are the {@link java.nio.file.FileSystemException} that fits
 * ({@code NoSuchFileException}, {@code AccessDeniedException}, {@code FileAlreadyExistsException},
 * {@code DirectoryNotEmptyException}, {@code NotDirectoryException}, {@code NotLinkException}), else an
 * {@link java.nio.file.FileSystemException} whose reason names the error: {@code EIO}, {@code ENOSPC}, ...
 */
@ConsumerType
public interface IoBackend {

    /** Name for people and offers, as the bundle's: {@code io-linux}. */
    String name();

    /** What this backend can do on this machine. Constant. */
    Set<IoFeature> features();

    /**
     * Opens a directory as a root.
     *
     * @param directory an existing directory; links in its path are followed, now and never again
     * @throws IOException when it does not exist, is no directory or may not be entered
     */
    Root root(Path directory) throws IOException;

    /** What it has chosen by measuring, here or in a run before; none for a backend that has but one way to do a thing. */
    default List<Choice> choices() {
        return List.of();
    }
}
