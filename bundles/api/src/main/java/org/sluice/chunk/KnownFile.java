package org.sluice.chunk;

import java.nio.file.Path;
import java.util.Objects;
import org.sluice.io.RelPath;

/**
 * A file where it was last seen.
 *
 * @param root the directory it is below, absolute
 * @param path where it is below that
 * @param key what it had; a file with another key is another one, or has changed
 */
public record KnownFile(Path root, RelPath path, FileKey key) {

    /** Checks the values. */
    public KnownFile {
        Objects.requireNonNull(path);
        Objects.requireNonNull(key);
        if (!root.isAbsolute()) {
            throw new IllegalArgumentException(root + " is not absolute");
        }
    }
}
