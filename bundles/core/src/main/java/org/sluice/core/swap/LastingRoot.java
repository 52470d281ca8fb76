package org.sluice.core.swap;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sluice.io.Aspect;
import org.sluice.io.Attributes;
import org.sluice.io.Copied;
import org.sluice.io.Entry;
import org.sluice.io.EntryKind;
import org.sluice.io.EntryVisitor;
import org.sluice.io.FileHandle;
import org.sluice.io.FileId;
import org.sluice.io.IoBackend;
import org.sluice.io.Loss;
import org.sluice.io.Metadata;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;
import org.sluice.io.Rename;
import org.sluice.io.Root;
import org.sluice.io.Volume;

/** A root that goes on at another backend, as long as the same directory is where it was. */
final class LastingRoot extends Lasting<Root> implements Root {

    private final Path directory;
    private final Top top;
    private final RelPath below;

    /** Where the root was opened that this is, or was entered from. */
    private record Top(Path directory, FileId id) {}

    private LastingRoot(Opened opened, Unsettled unsettled, Root root, IoBackend by, Top top, RelPath below) {
        super(opened, unsettled, root, by);
        this.directory = root.directory();
        this.top = top;
        this.below = below;
    }

    static LastingRoot open(Opened opened, IoBackend by, Path directory) throws IOException {
        Root root = by.root(directory);
        try {
            Top top = new Top(directory.toAbsolutePath(), id(root, RelPath.ROOT));
            return opened.add(new LastingRoot(opened, new Unsettled(), root, by, top, RelPath.ROOT));
        } catch (IOException | RuntimeException e) {
            root.close();
            throw e;
        }
    }

    /** What a call of a backend is to be given: its own kind, where it may be that. */
    private static <R> R with(Root root, Call<Root, R> call) throws IOException {
        return root instanceof LastingRoot lasting ? lasting.changing(call) : call.on(root);
    }

    @Override
    Optional<Root> anew(IoBackend by) throws IOException {
        Root anew = at(by);
        try {
            if (isSame(id(anew, RelPath.ROOT), call(old -> id(old, RelPath.ROOT)))) {
                return Optional.of(anew);
            }
        } catch (IOException | RuntimeException e) {
            anew.close();
            throw e;
        }
        anew.close();
        return Optional.empty();
    }

    /** This root by another backend, unless another directory has its top's name by now. */
    private Root at(IoBackend by) throws IOException {
        Root first = by.root(top.directory());
        if (!isSame(id(first, RelPath.ROOT), top.id())) {
            first.close();
            throw new NotDirectoryException(top.directory() + " is another directory by now");
        }
        if (below.isRoot()) {
            return first;
        }
        try (first) {
            return first.enter(below);
        }
    }

    /** Opens a file of this root by another backend; empty when it is another one. */
    Optional<FileHandle> anew(IoBackend by, RelPath file, OpenMode mode, FileId id) throws IOException {
        try (Root root = at(by)) {
            FileHandle handle = root.open(file, mode);
            if (isSame(id(root, file), id)) {
                return Optional.of(handle);
            }
            handle.close();
            return Optional.empty();
        }
    }

    private static FileId id(Root root, RelPath path) throws IOException {
        return root.find(path).map(Entry::id).orElse(LastingFile.UNKNOWN);
    }

    private static boolean isSame(FileId one, FileId other) {
        return one.inode() != LastingFile.UNKNOWN.inode() && one.equals(other);
    }

    @Override
    void settle(Root root) throws IOException {
        root.sync();
    }

    @Override
    void close(Root root) throws IOException {
        root.close();
    }

    @Override
    public Path directory() {
        return directory;
    }

    @Override
    public Root enter(RelPath path) throws IOException {
        return opened().add(opening(
                (root, by) -> new LastingRoot(opened(), unsettled(), root.enter(path), by, top, below.resolve(path))));
    }

    @Override
    public Volume volume() throws IOException {
        return call(Root::volume);
    }

    @Override
    public Optional<Entry> find(RelPath path) throws IOException {
        return call(root -> root.find(path));
    }

    @Override
    public void list(RelPath path, EntryVisitor visitor) throws IOException {
        run(root -> root.list(path, visitor));
    }

    @Override
    public FileHandle open(RelPath file, OpenMode mode) throws IOException {
        return opened().add(opening(
                (root, by) -> new LastingFile(this, root.open(file, mode), by, file, mode, id(root, file))));
    }

    @Override
    public int load(RelPath file, MemorySegment target) throws IOException {
        return call(root -> root.load(file, target));
    }

    @Override
    public void store(RelPath file, MemorySegment content, Metadata metadata) throws IOException {
        change(root -> root.store(file, content, metadata));
    }

    @Override
    public Copied copy(RelPath from, Root target, RelPath to, Metadata metadata, Set<Aspect> aspects)
            throws IOException {
        return call(root -> with(target, other -> root.copy(from, other, to, metadata, aspects)));
    }

    @Override
    public Copied copy(RelPath from, long seen, Root target, RelPath to, Metadata metadata, Set<Aspect> aspects)
            throws IOException {
        return call(root -> with(target, other -> root.copy(from, seen, other, to, metadata, aspects)));
    }

    @Override
    public byte[] readLink(RelPath link) throws IOException {
        return call(root -> root.readLink(link));
    }

    @Override
    public void createDirectory(RelPath path, int mode) throws IOException {
        change(root -> root.createDirectory(path, mode));
    }

    @Override
    public void createSymlink(RelPath link, byte[] target) throws IOException {
        change(root -> root.createSymlink(link, target));
    }

    @Override
    public void createSpecial(RelPath path, EntryKind kind, long device, Metadata metadata) throws IOException {
        change(root -> root.createSpecial(path, kind, device, metadata));
    }

    @Override
    public void createLink(RelPath link, RelPath existing) throws IOException {
        change(root -> root.createLink(link, existing));
    }

    @Override
    public void rename(RelPath from, RelPath to) throws IOException {
        change(root -> root.rename(from, to));
    }

    @Override
    public Map<Rename, IOException> rename(List<Rename> renames) throws IOException {
        return changing(root -> root.rename(renames));
    }

    @Override
    public void rename(RelPath from, Root target, RelPath to) throws IOException {
        changing(root -> with(target, other -> {
            root.rename(from, other, to);
            return to;
        }));
    }

    @Override
    public void remove(RelPath path) throws IOException {
        change(root -> root.remove(path));
    }

    @Override
    public void apply(RelPath path, Metadata metadata) throws IOException {
        change(root -> root.apply(path, metadata));
    }

    @Override
    public Attributes attributes(RelPath path, Set<Aspect> aspects) throws IOException {
        return call(root -> root.attributes(path, aspects));
    }

    @Override
    public List<Loss> apply(RelPath path, Metadata metadata, Attributes attributes, Set<Aspect> aspects)
            throws IOException {
        return changing(root -> root.apply(path, metadata, attributes, aspects));
    }

    @Override
    public void sync() throws IOException {
        unsettled().await();
        run(Root::sync);
    }

    @Override
    public void close() throws IOException {
        letGo();
    }

    @Override
    public String toString() {
        return directory.toString();
    }
}
