package org.sluice.core.land;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.NoSuchFileException;
import java.util.EnumSet;
import java.util.Set;
import org.sluice.io.Aspect;
import org.sluice.io.Entry;
import org.sluice.io.EntryKind;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/** Gives staged entries their names, on other file systems too that are mounted below the root. */
public final class Naming {

    /** What a failure's reason begins with. */
    public static final String FAILED = "giving it its name: ";

    private static final Set<Aspect> EVERYTHING = Set.copyOf(EnumSet.allOf(Aspect.class));

    private final Root root;

    private final Staging staging;

    /** Of entries below a root. */
    public Naming(Root root, Staging staging) {
        this.root = root;
        this.staging = staging;
    }

    /** Gives a file or a link its name, and takes it from whatever has it, but for a directory with something in it. */
    public void name(RelPath at, RelPath destination) throws IOException {
        try {
            root.rename(at, destination);
        } catch (AtomicMoveNotSupportedException elsewhere) {
            nameAcross(at, destination);
        }
    }

    /** The entry is staged once more, beside its name. */
    public void nameAcross(RelPath at, RelPath destination) throws IOException {
        Entry entry = root.find(at).orElseThrow(() -> new NoSuchFileException(at.toString()));
        RelPath beside = destination.parent().resolve(staging.unique());
        try {
            if (entry.kind() == EntryKind.SYMLINK) {
                root.createSymlink(beside, root.readLink(at));
                root.apply(beside, entry.metadata(), root.attributes(at, EVERYTHING), EVERYTHING);
            } else {
                root.copy(at, root, beside, entry.metadata(), EVERYTHING);
            }
            root.sync();
            root.rename(beside, destination);
        } catch (IOException e) {
            removeIfThere(beside);
            throw e;
        }
        removeIfThere(at);
    }

    /** Removes what has no name and needs none; what stays, stays until the staging folder is removed. */
    public void removeIfThere(RelPath at) {
        try {
            root.remove(at);
        } catch (IOException stays) {
            // Nobody sees it under a name.
        }
    }
}
