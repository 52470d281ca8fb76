package org.sluice.io.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.sluice.io.linux.c.Fcntl.AT_REMOVEDIR;
import static org.sluice.io.linux.c.Fcntl.O_CREAT;
import static org.sluice.io.linux.c.Fcntl.O_DIRECTORY;
import static org.sluice.io.linux.c.Fcntl.O_EXCL;
import static org.sluice.io.linux.c.Fcntl.O_NOATIME;
import static org.sluice.io.linux.c.Fcntl.O_PATH;
import static org.sluice.io.linux.c.Fcntl.O_RDONLY;
import static org.sluice.io.linux.c.Fcntl.O_RDWR;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.sluice.io.Aspect;
import org.sluice.io.Attributes;
import org.sluice.io.Copied;
import org.sluice.io.Entry;
import org.sluice.io.EntryKind;
import org.sluice.io.EntryVisitor;
import org.sluice.io.FileHandle;
import org.sluice.io.Loss;
import org.sluice.io.Metadata;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;
import org.sluice.io.Rename;
import org.sluice.io.Root;
import org.sluice.io.Volume;
import org.sluice.io.linux.c.Errno;
import org.sluice.io.linux.c.Kernel;
import org.sluice.io.linux.c.Statfs;

/** A directory by its descriptor. */
final class LinuxRoot implements Root {

    private static final int NEW_DIRECTORY_MODE = 0700;
    private static final long NOT_SEEN = -1;

    private final Ferry ferry;
    private final Descriptor descriptor;
    private final Path directory;
    private final AtomicReference<Optional<Heritage>> heritage = new AtomicReference<>(Optional.empty());

    LinuxRoot(Ferry ferry, int fd, Path directory) {
        this.ferry = ferry;
        this.descriptor = new Descriptor(fd);
        this.directory = directory;
    }

    @FunctionalInterface
    private interface Use<T> {
        T of(Beneath beneath) throws IOException;
    }

    private <T> T use(Use<T> use) throws IOException {
        return ferry.call(scratch -> {
            int top = descriptor.use();
            try {
                return use.of(new Beneath(scratch, top, directory));
            } finally {
                descriptor.done(scratch.kernel);
            }
        });
    }

    @Override
    public Path directory() {
        return directory;
    }

    @Override
    public Root enter(RelPath path) throws IOException {
        return use(beneath -> {
            int fd = beneath.tryOpen(path, O_RDONLY | O_DIRECTORY | O_NOATIME, 0);
            if (fd == -Errno.EPERM) {
                fd = beneath.tryOpen(path, O_RDONLY | O_DIRECTORY, 0);
            }
            if (fd == -Errno.EACCES) {
                // What may only be entered can be held.
                fd = beneath.tryOpen(path, O_PATH | O_DIRECTORY, 0);
            }
            beneath.check(fd, path);
            return new LinuxRoot(ferry, fd, directory.resolve(path.toString()));
        });
    }

    @Override
    public Volume volume() throws IOException {
        return use(beneath -> {
            MemorySegment statx = beneath.scratch().statx;
            MemorySegment statfs = beneath.scratch().data;
            Kernel kernel = beneath.scratch().kernel;
            beneath.check(kernel.statx(beneath.top(), statx), RelPath.ROOT);
            beneath.check(kernel.fstatfs(beneath.top(), statfs), RelPath.ROOT);
            long fragment = statfs.get(JAVA_LONG, Statfs.f_frsize);
            long unit = fragment > 0 ? fragment : statfs.get(JAVA_LONG, Statfs.f_bsize);
            return new Volume(
                    Mounts.type(Inode.mount(statx)),
                    Inode.device(statx),
                    statfs.get(JAVA_LONG, Statfs.f_blocks) * unit,
                    statfs.get(JAVA_LONG, Statfs.f_bavail) * unit);
        });
    }

    @Override
    public Optional<Entry> find(RelPath path) throws IOException {
        return use(beneath -> {
            MemorySegment statx = beneath.scratch().statx;
            Kernel kernel = beneath.scratch().kernel;
            if (Beneath.isRightHere(path)) {
                int looked = kernel.statx(beneath.top(), beneath.scratch().name(path), statx);
                if (looked == -Errno.ENOENT) {
                    return Optional.empty();
                }
                beneath.check(looked, path);
                return Optional.of(Inode.entry(path, statx));
            }
            int fd = beneath.tryOpen(path, O_PATH, 0);
            if (fd == -Errno.ENOENT || fd == -Errno.ENOTDIR) {
                return Optional.empty();
            }
            beneath.check(fd, path);
            try (Opened held = new Opened(kernel, fd)) {
                beneath.check(kernel.statx(held.fd(), statx), path);
                return Optional.of(Inode.entry(path, statx));
            }
        });
    }

    @Override
    public void list(RelPath path, EntryVisitor visitor) throws IOException {
        Listing listing = new Listing(path);
        try {
            use(beneath -> {
                listing.open(beneath);
                listing.read(beneath);
                return null;
            });
            listing.tell(visitor);
            while (listing.isOpen()) {
                use(beneath -> {
                    listing.read(beneath);
                    return null;
                });
                listing.tell(visitor);
            }
        } finally {
            if (listing.isOpen()) {
                ferry.call(scratch -> {
                    listing.close(scratch.kernel);
                    return null;
                });
            }
        }
    }

    @Override
    public FileHandle open(RelPath file, OpenMode mode) throws IOException {
        return use(beneath -> {
            Opened opened = switch (mode) {
                case READ -> RegularFile.read(beneath, file);
                case WRITE -> RegularFile.write(beneath, file);
                case CREATE -> beneath.open(file, O_RDWR | O_CREAT | O_EXCL, NewFile.MODE);
            };
            return new LinuxFile(ferry, opened.fd(), beneath.place(file));
        });
    }

    @Override
    public int load(RelPath file, MemorySegment target) throws IOException {
        MemorySegment memory = ferry.lend(target);
        return use(beneath -> {
            try (Opened opened = RegularFile.read(beneath, file)) {
                long size = Inode.size(beneath.scratch().statx);
                return Content.load(beneath.scratch(), opened.fd(), size, memory, beneath.place(file));
            }
        });
    }

    @Override
    public void store(RelPath file, MemorySegment content, Metadata metadata) throws IOException {
        MemorySegment memory = ferry.lend(content);
        use(beneath -> NewFile.make(beneath, file, metadata, Set.of(), heritage, made -> {
            Content.write(beneath.scratch(), made.fd(), 0, memory, made.place());
            return Setting.applyNew(beneath.scratch(), made, metadata, Attributes.NONE, Set.of());
        }));
    }

    @Override
    public Copied copy(RelPath from, Root target, RelPath to, Metadata metadata, Set<Aspect> aspects)
            throws IOException {
        return copy(from, NOT_SEEN, target, to, metadata, aspects);
    }

    @Override
    public Copied copy(RelPath from, long seen, Root target, RelPath to, Metadata metadata, Set<Aspect> aspects)
            throws IOException {
        if (target instanceof LinuxRoot other) {
            return use(beneath -> {
                try (Opened source = RegularFile.open(beneath, from)) {
                    Copying copying = Copying.begin(beneath, source.fd(), from, seen, aspects);
                    return other.use(there -> NewFile.make(
                            there, to, metadata, aspects, other.heritage, made -> copying.into(made, metadata)));
                }
            });
        }
        try (LinuxFile source = use(
                beneath -> new LinuxFile(ferry, RegularFile.read(beneath, from).fd(), beneath.place(from)))) {
            return new CopyAcross(source, aspects).into(target, to, metadata);
        }
    }

    @Override
    public byte[] readLink(RelPath link) throws IOException {
        return use(beneath -> {
            try (Opened held = beneath.hold(link)) {
                MemorySegment target = beneath.scratch().data;
                int length = held.kernel().readlinkat(held.fd(), target);
                // What is held is there: Linux says so of anything that is no link.
                if (length == -Errno.ENOENT || length == -Errno.EINVAL) {
                    throw new NotLinkException(beneath.place(link).toString());
                }
                beneath.check(length, link);
                return target.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
            }
        });
    }

    @Override
    public void createDirectory(RelPath path, int mode) throws IOException {
        use(beneath -> {
            beneath.check(
                    beneath.act(path, (kernel, parent, name) -> kernel.mkdirat(parent, name, NEW_DIRECTORY_MODE)),
                    path);
            try (Opened opened = beneath.open(path, O_RDONLY | O_DIRECTORY, 0)) {
                Setting.modeOfNew(opened.kernel(), opened.fd(), mode, beneath.place(path));
            } catch (IOException e) {
                beneath.discard(path, AT_REMOVEDIR, e);
                throw e;
            }
            return null;
        });
    }

    @Override
    public void createSymlink(RelPath link, byte[] target) throws IOException {
        use(beneath -> {
            MemorySegment text = beneath.scratch().otherPath(target);
            return beneath.check(
                    beneath.act(link, (kernel, parent, name) -> kernel.symlinkat(text, parent, name)), link);
        });
    }

    @Override
    public void createSpecial(RelPath path, EntryKind kind, long device, Metadata metadata) throws IOException {
        int type = SpecialFile.type(kind);
        use(beneath -> SpecialFile.make(beneath, path, type, device, metadata));
    }

    @Override
    public void createLink(RelPath link, RelPath existing) throws IOException {
        use(beneath -> {
            try (HeldParents parents = new HeldParents(beneath)) {
                parents.link(existing, link);
            }
            return null;
        });
    }

    @Override
    public void rename(RelPath from, RelPath to) throws IOException {
        use(beneath -> {
            try (HeldParents parents = new HeldParents(beneath)) {
                parents.rename(from, to);
            }
            return null;
        });
    }

    @Override
    public Map<Rename, IOException> rename(List<Rename> renames) throws IOException {
        Map<Rename, IOException> failed = new HashMap<>();
        use(beneath -> {
            try (HeldParents parents = new HeldParents(beneath)) {
                for (Rename rename : renames) {
                    try {
                        parents.rename(rename.from(), rename.to());
                    } catch (IOException e) {
                        failed.put(rename, e);
                    }
                }
            }
            return null;
        });
        return failed;
    }

    @Override
    public void rename(RelPath from, Root target, RelPath to) throws IOException {
        if (target instanceof LinuxRoot other) {
            use(beneath -> other.use(there -> {
                HeldParents.rename(beneath, from, there, to);
                return null;
            }));
        } else {
            Root.super.rename(from, target, to);
        }
    }

    @Override
    public void remove(RelPath path) throws IOException {
        use(beneath -> {
            int answer = beneath.act(path, (kernel, parent, name) -> {
                int unlinked = kernel.unlinkat(parent, name, 0);
                return unlinked == -Errno.EISDIR ? kernel.unlinkat(parent, name, AT_REMOVEDIR) : unlinked;
            });
            if (answer == -Errno.EEXIST) {
                throw new DirectoryNotEmptyException(beneath.place(path).toString());
            }
            return beneath.check(answer, path);
        });
    }

    @Override
    public void apply(RelPath path, Metadata metadata) throws IOException {
        apply(path, metadata, Attributes.NONE, Set.of());
    }

    @Override
    public Attributes attributes(RelPath path, Set<Aspect> aspects) throws IOException {
        return use(beneath -> {
            if (path.depth() == 1 && beneath.scratch().noXattrs.has(beneath.top(), path)) {
                return Attributes.NONE;
            }
            try (Opened held = beneath.hold(path)) {
                return new Xattrs(beneath.scratch(), held.fd(), true, beneath.place(path)).read(aspects);
            }
        });
    }

    @Override
    public List<Loss> apply(RelPath path, Metadata metadata, Attributes attributes, Set<Aspect> aspects)
            throws IOException {
        return use(beneath -> {
            try (Opened held = beneath.hold(path)) {
                Xattrs entry = new Xattrs(beneath.scratch(), held.fd(), true, beneath.place(path));
                return Setting.applyHeld(entry, metadata, attributes, aspects);
            }
        });
    }

    @Override
    public void sync() throws IOException {
        use(beneath -> {
            Kernel kernel = beneath.scratch().kernel;
            int synced = kernel.syncfs(beneath.top());
            if (synced == -Errno.EBADF) {
                // A directory that may be entered but not read is held without being open.
                kernel.sync();
            } else {
                beneath.check(synced, RelPath.ROOT);
                Mounts.sync(beneath);
            }
            return null;
        });
    }

    @Override
    public void close() throws IOException {
        ferry.call(scratch -> {
            descriptor.close(scratch.kernel);
            return null;
        });
    }

    @Override
    public String toString() {
        return directory.toString();
    }
}
