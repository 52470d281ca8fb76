package org.sluice.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sluice.core.scan.Start;
import org.sluice.core.session.IoReason;
import org.sluice.io.Entry;
import org.sluice.io.EntryVisitor;
import org.sluice.io.IoBackend;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.io.Volume;
import org.sluice.transfer.LocalPath;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;

/**
 * Local sources held open.
 *
 * @param starts where the scan begins, one a source
 * @param single whether there is one source and it is no directory
 */
record Sources(List<Start> starts, boolean single) implements AutoCloseable {

    /** Opens them all, or none. */
    static Sources open(IoBackend backend, List<LocalPath> paths) throws TransferException {
        List<Start> starts = new ArrayList<>();
        Map<Path, Root> roots = new HashMap<>();
        try {
            boolean single = paths.size() == 1;
            for (LocalPath path : paths) {
                Start start = open(backend, path, roots);
                starts.add(start);
                single = single && !look(start, path).isDirectory();
            }
            return new Sources(List.copyOf(starts), single);
        } catch (IOException e) {
            close(roots.values());
            throw new TransferException(Reason.SELECTION, "a source cannot be read: " + e.getMessage(), e);
        } catch (TransferException e) {
            close(roots.values());
            throw e;
        }
    }

    private static Start open(IoBackend backend, LocalPath source, Map<Path, Root> roots)
            throws IOException, TransferException {
        Path path = source.path().toAbsolutePath();
        Path name = path.getFileName();
        if (name != null && name.toString().equals("..")) {
            path = path.toRealPath();
            name = path.getFileName();
        }
        boolean contents = source.contents() || name == null || name.toString().equals(".");
        if (contents && Files.isDirectory(path)) {
            return new Start(root(backend, path, roots), RelPath.ROOT, RelPath.ROOT);
        }
        if (source.contents() && Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new TransferException(Reason.SELECTION, source + " is no directory; leave its slash away");
        }
        Path parent = path.getParent();
        if (name == null || parent == null || !Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new TransferException(Reason.SELECTION, "there is no " + source.path());
        }
        RelPath entry = RelPath.parse(name.toString());
        return new Start(root(backend, parent, roots), entry, entry);
    }

    /** One for all sources in a directory: there may be many, and each is held open. */
    private static Root root(IoBackend backend, Path directory, Map<Path, Root> roots) throws IOException {
        Root root = roots.get(directory);
        if (root == null) {
            root = backend.root(directory);
            roots.put(directory, root);
        }
        return root;
    }

    private static Entry look(Start start, LocalPath source) throws IOException, TransferException {
        Optional<Entry> entry = start.root().find(start.at());
        return entry.orElseThrow(() -> new TransferException(Reason.SELECTION, "there is no " + source.path()));
    }

    private static void close(Collection<Root> roots) {
        for (Root root : roots) {
            try {
                root.close();
            } catch (IOException e) {
                // Nothing was written through it, so nothing is lost.
            }
        }
    }

    @Override
    public void close() {
        close(starts.stream().map(Start::root).collect(Collectors.toSet()));
    }

    /** Where the first source is. */
    Path directory() {
        Start first = starts.getFirst();
        Path top = first.root().directory();
        return first.at().isRoot() ? top : top.resolve(first.at().toString());
    }

    boolean isOneDirectory() {
        return starts.size() == 1 && Files.isDirectory(directory(), LinkOption.NOFOLLOW_LINKS);
    }

    /** The file system of the first. */
    Volume volume() throws IOException {
        try (Root root = starts.getFirst().root().enter(top(starts.getFirst()))) {
            return root.volume();
        }
    }

    private static RelPath top(Start start) throws IOException {
        boolean directory =
                start.root().find(start.at()).filter(Entry::isDirectory).isPresent();
        return directory ? start.at() : start.at().parent();
    }

    /** Whether there is nothing in any of them. */
    boolean areEmpty() throws IOException {
        for (Start start : starts) {
            if (start.root().find(start.at()).filter(Entry::isDirectory).isEmpty()) {
                return false;
            }
            boolean[] any = {false};
            start.root().list(start.at(), new EntryVisitor() {
                @Override
                public void found(Entry entry) {
                    any[0] = true;
                }

                @Override
                public void failed(RelPath path, IOException cause) {
                    any[0] = true;
                }
            });
            if (any[0]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Refuses to copy something onto or into itself.
     *
     * @param removes whether entries at the source or the destination are deleted, so that a source may not lie at the
     *     destination
     */
    void refuse(LocalDestination destination, boolean removes) throws TransferException {
        for (Start start : starts) {
            try {
                refuse(start, destination, removes);
            } catch (IOException e) {
                throw new TransferException(
                        Reason.FILE_IO,
                        "comparing " + destination.directory() + " with "
                                + start.root().directory() + ": " + IoReason.of(e),
                        e);
            }
        }
    }

    private static void refuse(Start start, LocalDestination destination, boolean removes)
            throws IOException, TransferException {
        Path top = start.root().directory().toRealPath();
        Path source = start.at().isRoot() ? top : top.resolve(start.at().toString());
        Path directory = real(destination.directory());
        Path target = start.as().isRoot()
                ? directory
                : directory.resolve(destination.name().orElse(start.as()).toString());
        boolean tree = Files.isDirectory(source, LinkOption.NOFOLLOW_LINKS);
        if (target.equals(source) || (!tree && Files.exists(target) && Files.isSameFile(target, source))) {
            throw new TransferException(
                    Reason.USAGE, "source and destination are the same: " + source + "; choose another destination");
        }
        if (tree && directory.startsWith(source)) {
            throw new TransferException(
                    Reason.USAGE,
                    "the destination " + destination.directory() + " lies within the source " + source
                            + "; choose one outside");
        }
        if (removes && source.startsWith(target)) {
            throw new TransferException(
                    Reason.USAGE,
                    "the source " + source + " lies within the destination " + target
                            + ", where it would be deleted; choose another destination");
        }
    }

    /** Where a path leads that need not be there yet. */
    private static Path real(Path path) throws IOException {
        Path there = path.toAbsolutePath().normalize();
        Path rest = Path.of("");
        while (!Files.exists(there)) {
            Path parent = there.getParent();
            Path name = there.getFileName();
            if (parent == null || name == null) {
                return path;
            }
            rest = name.resolve(rest);
            there = parent;
        }
        return there.toRealPath().resolve(rest).normalize();
    }
}
