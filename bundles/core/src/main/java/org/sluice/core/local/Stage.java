package org.sluice.core.local;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Optional;
import java.util.OptionalInt;
import org.sluice.core.land.Naming;
import org.sluice.core.land.Staging;
import org.sluice.core.resume.Partials;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/** The staging folder of a transfer, made when first needed: one that has nothing to do leaves no trace. */
final class Stage implements AutoCloseable {

    private final Root root;
    private Optional<Staging> staging = Optional.empty();
    private Optional<Naming> naming = Optional.empty();
    private Optional<Partials> partials = Optional.empty();
    private OptionalInt lifted = OptionalInt.empty();
    private boolean foldsCase;

    Stage(Root root) {
        this.root = root;
    }

    Root root() {
        return root;
    }

    /** Opens it; the folders of those that died are removed with that. */
    synchronized Staging open() throws IOException {
        if (staging.isEmpty()) {
            Staging opened = opened();
            staging = Optional.of(opened);
            naming = Optional.of(new Naming(root, opened));
            foldsCase = Staging.foldsCase(root);
        }
        return staging.get();
    }

    /** What earlier transfers have left of large files. */
    synchronized Partials partials() throws IOException {
        if (partials.isEmpty()) {
            partials = Optional.of(open().partials());
            partials.get().removeDropped();
        }
        return partials.get();
    }

    /** Opened once more where only its mode keeps its owner from working in the top directory. */
    private Staging opened() throws IOException {
        try {
            return Staging.open(root);
        } catch (AccessDeniedException e) {
            int mode = root.find(RelPath.ROOT).orElseThrow().metadata().mode();
            if (!Lifting.lift(root, RelPath.ROOT)) {
                throw e;
            }
            lifted = OptionalInt.of(mode);
            return Staging.open(root);
        }
    }

    synchronized boolean isOpen() {
        return staging.isPresent();
    }

    /** Whether the destination takes names that differ in case only for one, so that nothing tells that one is taken. */
    synchronized boolean foldsCase() {
        return foldsCase;
    }

    /** Of what is staged. */
    synchronized Naming naming() {
        return naming.orElseThrow();
    }

    /** A new directory of our own. */
    RelPath directory() throws IOException {
        RelPath directory = open().next();
        root.createDirectory(directory, Staging.MODE);
        return directory;
    }

    @Override
    public synchronized void close() throws IOException {
        if (staging.isPresent()) {
            staging.get().close();
        }
        if (lifted.isPresent()) {
            Metadata now = root.find(RelPath.ROOT).orElseThrow().metadata();
            root.apply(RelPath.ROOT, now.withoutOwner().withMode(lifted.getAsInt()));
            lifted = OptionalInt.empty();
        }
    }
}
