package org.sluice.core.land;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.util.Optional;
import org.sluice.io.Entry;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/**
 * Where the entries of a manifest belong.
 *
 * @param root what nothing leaves
 * @param base the directory that manifest paths are below
 * @param name of a single entry that gets another name than it has in the manifest
 */
public record Destination(Root root, RelPath base, Optional<RelPath> name) implements AutoCloseable {

    /** Mode of directories that are made on the way to the base, since no manifest says theirs. */
    private static final int MODE = 0755;

    /**
     * Finds the base, and makes it if it is missing.
     *
     * @param path as asked for
     * @param directory whether it was said to be a directory
     * @param single whether the manifest will be one entry that is no directory
     */
    public static Destination of(Root root, RelPath path, boolean directory, boolean single) throws IOException {
        boolean rename = single
                && !directory
                && !path.isRoot()
                && !root.find(path).map(Entry::isDirectory).orElse(false);
        RelPath base = rename ? path.parent() : path;
        make(root, base);
        return rename
                ? new Destination(root, base, Optional.of(path.below(base)))
                : new Destination(root, base, Optional.empty());
    }

    private static void make(Root root, RelPath directory) throws IOException {
        RelPath made = RelPath.ROOT;
        if (directory.isRoot()) {
            return;
        }
        for (String part : new String(directory.bytes(), StandardCharsets.ISO_8859_1).split("/")) {
            made = made.resolve(part.getBytes(StandardCharsets.ISO_8859_1));
            try {
                root.createDirectory(made, MODE);
            } catch (FileAlreadyExistsException there) {
                if (!root.find(made).map(Entry::isDirectory).orElse(false)) {
                    throw there;
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        root.close();
    }

    RelPath locate(RelPath path) {
        return base.resolve(name.orElse(path));
    }
}
