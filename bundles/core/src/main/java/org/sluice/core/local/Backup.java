package org.sluice.core.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.sluice.io.Aspect;
import org.sluice.io.Entry;
import org.sluice.io.EntryKind;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/**
 * Keeps what is deleted or replaced: under its name with a suffix, or in a directory under the same name. As with rsync
 * directories are not kept, but for what is in them.
 */
final class Backup implements Discard {

    private static final int MODE = 0755;
    private static final Set<Aspect> ALL = EnumSet.allOf(Aspect.class);

    private final Root root;
    private final byte[] suffix;
    private final Optional<RelPath> within;
    private final Optional<Root> elsewhere;

    /**
     * In one of three places.
     *
     * @param suffix put behind each name
     * @param within directory below {@code root}
     * @param elsewhere directory that lies elsewhere; closed with this
     */
    Backup(Root root, String suffix, Optional<RelPath> within, Optional<Root> elsewhere) {
        this.root = root;
        this.suffix = suffix.getBytes(StandardCharsets.UTF_8);
        this.within = within;
        this.elsewhere = elsewhere;
    }

    private RelPath kept(RelPath path) {
        byte[] name = path.name();
        byte[] longer = Arrays.copyOf(name, name.length + suffix.length);
        System.arraycopy(suffix, 0, longer, name.length, suffix.length);
        return within.orElse(RelPath.ROOT).resolve(path.parent()).resolve(longer);
    }

    @Override
    public void entry(RelPath path, Entry entry) throws IOException {
        if (elsewhere.isPresent()) {
            copy(path, entry, elsewhere.get());
            root.remove(path);
        } else {
            RelPath kept = kept(path);
            makeParents(root, kept);
            root.rename(path, kept);
        }
    }

    @Override
    public void directory(RelPath path, Entry entry) throws IOException {
        root.remove(path);
    }

    @Override
    public void replaced(RelPath path, Entry entry, Optional<Entry> by) throws IOException {
        if (elsewhere.isPresent()) {
            copy(path, entry, elsewhere.get());
            return;
        }
        RelPath kept = kept(path);
        makeParents(root, kept);
        if (root.find(kept).isPresent()) {
            root.remove(kept);
        }
        root.createLink(kept, path);
    }

    private void copy(RelPath path, Entry entry, Root target) throws IOException {
        RelPath kept = kept(path);
        makeParents(target, kept);
        if (target.find(kept).isPresent()) {
            target.remove(kept);
        }
        switch (entry.kind()) {
            case FILE -> root.copy(path, target, kept, entry.metadata(), ALL);
            case SYMLINK -> {
                target.createSymlink(kept, root.readLink(path));
                target.apply(kept, entry.metadata());
            }
            case FIFO, SOCKET, BLOCK_DEVICE, CHARACTER_DEVICE ->
                target.createSpecial(kept, entry.kind(), entry.device(), entry.metadata());
            case DIRECTORY -> throw new IllegalArgumentException(EntryKind.DIRECTORY.toString());
        }
    }

    /** Makes the directories that a path is in. */
    static void makeParents(Root root, RelPath path) throws IOException {
        RelPath parent = path.parent();
        if (parent.isRoot() || root.find(parent).isPresent()) {
            return;
        }
        makeParents(root, parent);
        try {
            root.createDirectory(parent, MODE);
        } catch (FileAlreadyExistsException meanwhile) {
            // That is what was wanted.
        }
    }

    @Override
    public boolean isKept(RelPath path) {
        if (within.isPresent()) {
            return path.equals(within.get());
        }
        byte[] name = path.name();
        return elsewhere.isEmpty()
                && name.length > suffix.length
                && Arrays.equals(name, name.length - suffix.length, name.length, suffix, 0, suffix.length);
    }

    @Override
    public void close() throws IOException {
        if (elsewhere.isPresent()) {
            elsewhere.get().close();
        }
    }
}
