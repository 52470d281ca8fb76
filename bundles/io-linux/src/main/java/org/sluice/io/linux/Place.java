package org.sluice.io.linux;

import java.nio.file.Path;
import org.sluice.io.RelPath;

/** A path below a root, for people; put into words only when something is to be said of it. */
record Place(Path root, RelPath path) {

    @Override
    public String toString() {
        return path.isRoot() ? root.toString() : root + "/" + path;
    }
}
