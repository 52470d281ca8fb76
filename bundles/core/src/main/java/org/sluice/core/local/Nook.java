package org.sluice.core.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/** A staging folder of one worker, so that workers do not wait for each other in the kernel. */
final class Nook implements AutoCloseable {

    private final RelPath path;
    private final Root folder;
    private long files;

    Nook(Root root, RelPath path) throws IOException {
        this.path = path;
        this.folder = root.enter(path);
    }

    Root folder() {
        return folder;
    }

    /** A name that nothing in it has yet. */
    RelPath next() {
        return RelPath.parse(Long.toString(++files, 36).getBytes(StandardCharsets.US_ASCII));
    }

    /** Where a name lies below the destination's root. */
    RelPath path(RelPath name) {
        return path.resolve(name);
    }

    @Override
    public void close() throws IOException {
        folder.close();
    }
}
