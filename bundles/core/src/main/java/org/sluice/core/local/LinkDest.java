package org.sluice.core.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.sluice.io.Entry;
import org.sluice.io.IoBackend;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/**
 * A directory whose files are linked from where they are unchanged. Links are made through a root that holds both it and the
 * destination: the directory that both lie in.
 *
 * @param common that root
 * @param base the directory, below it
 * @param destination the destination's root, below it
 */
record LinkDest(Root common, RelPath base, RelPath destination) implements AutoCloseable {

    /** Opens one. */
    static LinkDest open(IoBackend backend, Path directory, Path destination) throws IOException {
        Path from = directory.toRealPath();
        Path to = destination.toRealPath();
        Path top = to;
        while (!from.startsWith(top)) {
            top = Optional.ofNullable(top.getParent()).orElseThrow();
        }
        return new LinkDest(backend.root(top), path(top, from), path(top, to));
    }

    private static RelPath path(Path top, Path below) {
        return RelPath.parse(top.relativize(below).toString());
    }

    /** What has this name there. */
    Optional<Entry> find(RelPath path) throws IOException {
        return common.find(base.resolve(path));
    }

    /** Gives the file of this name another, below the destination. */
    void link(RelPath path, RelPath at) throws IOException {
        common.createLink(destination.resolve(at), base.resolve(path));
    }

    @Override
    public void close() throws IOException {
        common.close();
    }
}
