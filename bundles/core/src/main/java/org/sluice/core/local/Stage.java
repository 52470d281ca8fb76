package org.sluice.core.local;

import java.io.IOException;
import java.util.Optional;
import org.sluice.core.land.Naming;
import org.sluice.core.land.Staging;
import org.sluice.core.resume.Partials;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/** The staging folder of a transfer, made when first needed: one that has nothing to do leaves no trace. */
final class Stage implements AutoCloseable {

    private final Root root;
    private Optional<Staging> staging = Optional.empty();
    private Optional<Naming> naming = Optional.empty();
    private Optional<Partials> partials = Optional.empty();
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
            Staging opened = Staging.open(root);
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
        }
        return partials.get();
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
    }
}
