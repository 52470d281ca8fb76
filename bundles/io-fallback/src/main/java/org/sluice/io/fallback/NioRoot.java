package org.sluice.io.fallback;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.sluice.io.Entry;
import org.sluice.io.EntryVisitor;
import org.sluice.io.FileHandle;
import org.sluice.io.Metadata;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/** A directory by its path. Every part of a path is looked at before it is used: that is all java.nio offers. */
final class NioRoot implements Root {

    private static final int LIST_STEP = 256;

    private final Path asked;
    private final Path directory;
    private final Workers workers;
    private final Unsynced unsynced = new Unsynced();
    private volatile boolean closed;

    /** @param asked an existing directory */
    NioRoot(Path asked, Workers workers) throws IOException {
        this.asked = asked;
        this.workers = workers;
        directory = workers.call(() -> opened(asked));
    }

    private static Path opened(Path asked) throws IOException {
        Path directory = asked.toRealPath();
        if (!Files.isDirectory(directory, NOFOLLOW_LINKS)) {
            throw new NotDirectoryException(asked.toString());
        }
        if (Names.BYTES) {
            // Fails unless it may be entered.
            Files.getAttribute(directory.resolve("."), "unix:ino");
        }
        return directory;
    }

    Unsynced unsynced() {
        return unsynced;
    }

    @Override
    public Path directory() {
        return asked;
    }

    /** Where a path leads, no part of it but the last a link. */
    Path place(RelPath path) throws IOException {
        Path below = Names.path(path);
        Path at = directory;
        for (int i = 0; i < below.getNameCount() - 1; i++) {
            at = at.resolve(below.getName(i));
            if (Files.isSymbolicLink(at)) {
                throw Failures.of(at, "ELOOP");
            }
        }
        return path.isRoot() ? directory : directory.resolve(below);
    }

    private <T> T call(Workers.IoCall<T> what) throws IOException {
        if (closed) {
            throw Failures.of(asked, "EBADF: the root is closed");
        }
        return workers.call(what);
    }

    @Override
    public Optional<Entry> find(RelPath path) throws IOException {
        return call(() -> {
            try {
                return Optional.of(Attributes.entry(place(path), path));
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
            NioFile handle = new NioFile(this, workers, file.channel(), file.id(), path);
            unsynced.opened(handle);
            if (made) {
                unsynced.changed(path);
                unsynced.named(path);
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
    public long copy(RelPath from, Root target, RelPath to, Metadata metadata) throws IOException {
        try (FileHandle source = open(from, OpenMode.READ)) {
            return make(target, to, file -> {
                long copied = 0;
                for (long step = 1; step > 0; copied += step) {
                    step = file.copy(copied, source.source(copied, Math.max(0, source.size() - copied)));
                }
                file.apply(metadata);
                return copied;
            });
        }
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
            Files.createDirectory(place, Attributes.initially(mode));
            try {
                Attributes.mode(place, mode);
            } catch (IOException | RuntimeException e) {
                Files.deleteIfExists(place);
                throw e;
            }
            unsynced.changed(path);
            unsynced.named(path);
            return place;
        });
    }

    @Override
    public void createSymlink(RelPath link, byte[] target) throws IOException {
        call(() -> {
            Path place = Files.createSymbolicLink(place(link), Names.target(target));
            unsynced.named(link);
            return place;
        });
    }

    @Override
    public void createLink(RelPath link, RelPath existing) throws IOException {
        call(() -> {
            Path place = Files.createLink(place(link), place(existing));
            unsynced.named(link);
            unsynced.changed(link);
            return place;
        });
    }

    @Override
    public void rename(RelPath from, RelPath to) throws IOException {
        call(() -> {
            Path source = placeBelow(from);
            Path target = placeBelow(to);
            unsynced.rename(from, to, () -> Files.move(source, target, StandardCopyOption.ATOMIC_MOVE));
            return target;
        });
    }

    @Override
    public void remove(RelPath path) throws IOException {
        call(() -> {
            Path place = placeBelow(path);
            Files.delete(place);
            unsynced.named(path);
            return place;
        });
    }

    /** A place whose name shall go, which the root's may not. */
    private Path placeBelow(RelPath path) throws IOException {
        if (path.isRoot()) {
            throw Failures.of(directory, "EBUSY");
        }
        return place(path);
    }

    @Override
    public void apply(RelPath path, Metadata metadata) throws IOException {
        call(() -> {
            Path place = place(path);
            Attributes.apply(place, metadata);
            unsynced.changed(path);
            return place;
        });
    }

    @Override
    public void sync() throws IOException {
        call(() -> {
            unsynced.sync(this::place);
            return this;
        });
    }

    @Override
    public void close() {
        closed = true;
    }
}
