package org.sluice.io.fallback;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
import org.sluice.io.Root;
import org.sluice.io.Volume;
import org.sluice.io.Way;

/** A directory by its path. Every part of a path is looked at before it is used: that is all java.nio offers. */
final class NioRoot implements Root {

    private static final int LIST_STEP = 256;

    private final Path asked;
    private final Path top;
    private final RelPath within;
    private final Workers workers;
    private final Unsynced unsynced;
    private volatile boolean closed;

    /** @param asked an existing directory */
    NioRoot(Path asked, Workers workers) throws IOException {
        this(asked, workers.call(() -> opened(asked)), RelPath.ROOT, workers, new Unsynced());
    }

    /** @param within the directory below {@code top} that this is the root of */
    private NioRoot(Path asked, Path top, RelPath within, Workers workers, Unsynced unsynced) {
        this.asked = asked;
        this.top = top;
        this.within = within;
        this.workers = workers;
        this.unsynced = unsynced;
    }

    private static Path opened(Path asked) throws IOException {
        Path directory = asked.toRealPath();
        if (!Files.isDirectory(directory, NOFOLLOW_LINKS)) {
            throw new NotDirectoryException(asked.toString());
        }
        requireEntrance(directory);
        return directory;
    }

    private static void requireEntrance(Path directory) throws IOException {
        if (Names.BYTES) {
            Files.getAttribute(directory.resolve("."), "unix:ino");
        }
    }

    Unsynced unsynced() {
        return unsynced;
    }

    @Override
    public Path directory() {
        return asked;
    }

    /** Where a path leads, no part of it but the last a link. */
    private Path place(RelPath path) throws IOException {
        return at(whole(path));
    }

    /** A path as the root that was opened first has it: what is to be synced is known by that. */
    private RelPath whole(RelPath path) throws IOException {
        try {
            return within.resolve(path);
        } catch (InvalidPathException tooLong) {
            throw Failures.of(asked, "ENAMETOOLONG");
        }
    }

    /** The place of a whole path. */
    Path at(RelPath whole) throws IOException {
        Path below = Names.path(whole);
        Path at = top;
        for (int i = 0; i < below.getNameCount() - 1; i++) {
            at = at.resolve(below.getName(i));
            if (Files.isSymbolicLink(at)) {
                throw Failures.of(at, "ELOOP");
            }
        }
        return whole.isRoot() ? top : top.resolve(below);
    }

    private <T> T call(Workers.IoCall<T> what) throws IOException {
        if (closed) {
            throw Failures.of(asked, "EBADF: the root is closed");
        }
        return workers.call(what);
    }

    @Override
    public Root enter(RelPath path) throws IOException {
        return call(() -> {
            Path place = place(path);
            if (!Inode.entry(place, path).isDirectory()) {
                throw new NotDirectoryException(place.toString());
            }
            requireEntrance(place);
            return new NioRoot(place, top, whole(path), workers, unsynced);
        });
    }

    @Override
    public Volume volume() throws IOException {
        return call(() -> {
            Path place = place(RelPath.ROOT);
            FileStore store = Files.getFileStore(place);
            long device = Inode.entry(place, RelPath.ROOT).id().device();
            return new Volume(store.type(), device, store.getTotalSpace(), store.getUsableSpace());
        });
    }

    @Override
    public Optional<Entry> find(RelPath path) throws IOException {
        return call(() -> {
            try {
                return Optional.of(Inode.entry(place(path), path));
            } catch (NoSuchFileException none) {
                return Optional.empty();
            }
        });
    }

    @Override
    public void list(RelPath path, EntryVisitor visitor) throws IOException {
        try (Listing listing = call(() -> Listing.of(place(path), path))) {
            for (List<Listing.Found> step = next(listing); !step.isEmpty(); step = next(listing)) {
                for (Listing.Found found : step) {
                    found.tell(visitor);
                }
            }
        }
    }

    private List<Listing.Found> next(Listing listing) throws IOException {
        return call(() -> listing.next(LIST_STEP));
    }

    @Override
    public FileHandle open(RelPath path, OpenMode mode) throws IOException {
        return call(() -> {
            Path place = place(path);
            boolean made = mode == OpenMode.CREATE;
            OpenFile file = made ? OpenFile.create(place) : OpenFile.open(place, mode);
            NioFile handle = new NioFile(this, workers, file.channel(), file.id(), whole(path));
            unsynced.opened(handle);
            if (made) {
                unsynced.changed(whole(path));
                unsynced.named(whole(path));
            }
            return handle;
        });
    }

    @Override
    public int load(RelPath path, MemorySegment target) throws IOException {
        try (FileHandle file = open(path, OpenMode.READ)) {
            return file.read(0, target);
        }
    }

    @Override
    public void store(RelPath path, MemorySegment content, Metadata metadata) throws IOException {
        make(this, path, file -> {
            file.write(0, content);
            file.apply(metadata);
            return file;
        });
    }

    @Override
    public Copied copy(RelPath from, Root target, RelPath to, Metadata metadata, Set<Aspect> aspects)
            throws IOException {
        try (FileHandle source = open(from, OpenMode.READ)) {
            Entry before = entry(from);
            return make(target, to, file -> {
                long copied = 0;
                for (long step = 1; step > 0; copied += step) {
                    step = file.copy(copied, source.source(copied, Math.max(0, source.size() - copied)));
                }
                List<Loss> losses = file.apply(metadata, source.attributes(aspects), aspects);
                Entry after = entry(from);
                boolean changed = copied != before.size()
                        || !after.metadata().modified().equals(before.metadata().modified());
                return new Copied(copied, Way.MEMORY, losses, changed);
            });
        }
    }

    private Entry entry(RelPath path) throws IOException {
        return find(path).orElseThrow(() -> new NoSuchFileException(path.toString()));
    }

    private interface Making<T> {
        T fill(FileHandle file) throws IOException;
    }

    /** Makes a file whole or not at all. */
    private static <T> T make(Root root, RelPath path, Making<T> making) throws IOException {
        FileHandle file = root.open(path, OpenMode.CREATE);
        try (file) {
            return making.fill(file);
        } catch (IOException | RuntimeException | Error e) {
            try {
                root.remove(path);
            } catch (IOException left) {
                e.addSuppressed(left);
            }
            throw e;
        }
    }

    @Override
    public byte[] readLink(RelPath link) throws IOException {
        return call(() -> Names.bytes(Files.readSymbolicLink(place(link))));
    }

    @Override
    public void createDirectory(RelPath path, int mode) throws IOException {
        call(() -> {
            Path place = place(path);
            Files.createDirectory(place, Inode.initially(mode));
            try {
                Inode.mode(place, mode);
            } catch (IOException | RuntimeException e) {
                Files.deleteIfExists(place);
                throw e;
            }
            unsynced.changed(whole(path));
            unsynced.named(whole(path));
            return place;
        });
    }

    @Override
    public void createSymlink(RelPath link, byte[] target) throws IOException {
        call(() -> {
            Path place = Files.createSymbolicLink(place(link), Names.target(target));
            unsynced.named(whole(link));
            return place;
        });
    }

    @Override
    public void createSpecial(RelPath path, EntryKind kind, long device, Metadata metadata) throws IOException {
        switch (kind) {
            case FIFO, SOCKET, BLOCK_DEVICE, CHARACTER_DEVICE ->
                throw Failures.of(asked, "EOPNOTSUPP: java.nio makes no " + kind);
            case FILE, DIRECTORY, SYMLINK -> throw new IllegalArgumentException("a " + kind + " is not special");
        }
    }

    @Override
    public void createLink(RelPath link, RelPath existing) throws IOException {
        call(() -> {
            Path place = Files.createLink(place(link), place(existing));
            unsynced.named(whole(link));
            unsynced.changed(whole(link));
            return place;
        });
    }

    @Override
    public void rename(RelPath from, RelPath to) throws IOException {
        call(() -> {
            Path source = placeBelow(from);
            Path target = placeBelow(to);
            unsynced.rename(whole(from), whole(to), () -> Files.move(source, target, StandardCopyOption.ATOMIC_MOVE));
            return target;
        });
    }

    @Override
    public void remove(RelPath path) throws IOException {
        call(() -> {
            Path place = placeBelow(path);
            Files.delete(place);
            unsynced.named(whole(path));
            return place;
        });
    }

    /** A place whose name shall go, which the root's may not. */
    private Path placeBelow(RelPath path) throws IOException {
        if (path.isRoot()) {
            throw Failures.of(asked, "EBUSY");
        }
        return place(path);
    }

    @Override
    public void apply(RelPath path, Metadata metadata) throws IOException {
        call(() -> {
            Path place = place(path);
            Inode.apply(place, metadata);
            unsynced.changed(whole(path));
            return place;
        });
    }

    @Override
    public Attributes attributes(RelPath path, Set<Aspect> aspects) throws IOException {
        return call(() -> UserAttributes.read(place(path), aspects));
    }

    @Override
    public List<Loss> apply(RelPath path, Metadata metadata, Attributes attributes, Set<Aspect> aspects)
            throws IOException {
        return call(() -> {
            List<Loss> losses = Inode.apply(place(path), metadata, attributes, aspects);
            unsynced.changed(whole(path));
            return losses;
        });
    }

    @Override
    public void sync() throws IOException {
        call(() -> {
            unsynced.sync(this::at);
            return this;
        });
    }

    @Override
    public void close() {
        closed = true;
    }
}
