package org.sluice.core.local;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import org.sluice.core.land.Naming;
import org.sluice.core.land.Staging;
import org.sluice.core.session.IoReason;
import org.sluice.io.Entry;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/** Names a new tree entry by entry, when its name was taken meanwhile, or is on another file system. */
final class Merging {

    private final Root root;
    private final Naming naming;
    private final Report report;

    Merging(Stage stage, Report report) {
        this.root = stage.root();
        this.naming = stage.naming();
        this.report = report;
    }

    /** Names what lies in {@code at}, which could not be renamed. */
    void merge(RelPath at, RelPath destination, IOException failure) throws IOException {
        switch (failure) {
            case DirectoryNotEmptyException there -> {}
            case AtomicMoveNotSupportedException elsewhere -> make(destination);
            default -> throw failure;
        }
        for (Entry child : Staging.children(root, at)) {
            name(child, destination.resolve(child.path().name()));
        }
    }

    private void make(RelPath directory) throws IOException {
        try {
            root.createDirectory(directory, Staging.MODE);
        } catch (FileAlreadyExistsException there) {
            // That is what was wanted.
        }
    }

    private void name(Entry child, RelPath name) {
        try {
            if (child.isDirectory()) {
                nameDirectory(child, name);
            } else {
                naming.name(child.path(), name);
            }
        } catch (IOException e) {
            Tally lost = new Tally();
            count(child, lost);
            report.undone(lost, name.toString(), Naming.FAILED + IoReason.of(e));
        }
    }

    private void nameDirectory(Entry child, RelPath name) throws IOException {
        try {
            root.rename(child.path(), name);
        } catch (IOException e) {
            merge(child.path(), name, e);
        }
    }

    private void count(Entry entry, Tally lost) {
        lost.make(entry, false);
        if (entry.isDirectory()) {
            try {
                Staging.children(root, entry.path()).forEach(child -> count(child, lost));
            } catch (IOException unreadable) {
                // What is in it cannot be counted; that it failed is told.
            }
        }
    }
}
