package org.sluice.io.fallback;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.sluice.io.EntryKind;
import org.sluice.io.RelPath;

/**
 * What was changed through a root and is not known to be durable, by the names it has now: java.nio makes a file durable
 * through a descriptor, and a descriptor is had by a name.
 */
final class Unsynced {

    /** Held while names change and while they are used, so that what is to be synced is found where it is. */
    private final ReentrantLock names = new ReentrantLock();

    private final Set<RelPath> changed = new HashSet<>();
    private final Set<NioFile> open = new HashSet<>();

    interface Change {
        void run() throws IOException;
    }

    interface Places {
        Path place(RelPath path) throws IOException;
    }

    /** The content or the metadata of a file or a directory was changed. */
    synchronized void changed(RelPath path) {
        changed.add(path);
    }

    /** An entry came or went. */
    synchronized void named(RelPath path) {
        changed.add(path.parent());
    }

    synchronized void opened(NioFile file) {
        open.add(file);
    }

    synchronized void closed(NioFile file) {
        open.remove(file);
    }

    void rename(RelPath from, RelPath to, Change renaming) throws IOException {
        names.lock();
        try {
            renaming.run();
            renamed(from, to);
        } finally {
            names.unlock();
        }
    }

    private synchronized void renamed(RelPath from, RelPath to) {
        if (!from.equals(to)) {
            changed.remove(to);
            Set<RelPath> moved = new HashSet<>();
            for (Iterator<RelPath> each = changed.iterator(); each.hasNext(); ) {
                RelPath path = each.next();
                if (path.startsWith(from)) {
                    each.remove();
                    moved.add(moved(path, from, to));
                }
            }
            changed.addAll(moved);
            for (NioFile file : open) {
                file.name(file.name()
                        .filter(name -> !name.equals(to))
                        .map(name -> name.startsWith(from) ? moved(name, from, to) : name));
            }
        }
        named(from);
        named(to);
    }

    private static RelPath moved(RelPath path, RelPath from, RelPath to) {
        byte[] bytes = path.bytes();
        int below = from.length() + 1;
        return bytes.length < below
                ? to
                : to.resolve(RelPath.parse(java.util.Arrays.copyOfRange(bytes, below, bytes.length)));
    }

    /** Makes all that was changed before durable; what fails stays to be synced. */
    void sync(Places places) throws IOException {
        names.lock();
        try {
            Set<RelPath> left = new HashSet<>(taken());
            try {
                for (Iterator<RelPath> each = left.iterator(); each.hasNext(); ) {
                    force(places, each.next());
                    each.remove();
                }
            } finally {
                putBack(left);
            }
        } finally {
            names.unlock();
        }
    }

    private synchronized List<RelPath> taken() {
        List<RelPath> all = List.copyOf(changed);
        changed.clear();
        return all;
    }

    private synchronized void putBack(Set<RelPath> left) {
        changed.addAll(left);
    }

    private static void force(Places places, RelPath path) throws IOException {
        Optional<Path> place = Optional.empty();
        try {
            Path found = places.place(path);
            EntryKind kind = Inode.entry(found, path).kind();
            // Only on Unix is a directory something that can be forced.
            if (kind == EntryKind.FILE || (kind == EntryKind.DIRECTORY && Names.BYTES)) {
                place = Optional.of(found);
            }
        } catch (NoSuchFileException gone) {
            return;
        }
        if (place.isPresent()) {
            force(place.get());
        }
    }

    private static void force(Path place) throws IOException {
        try (FileChannel channel = forcible(place)) {
            channel.force(true);
        } catch (NoSuchFileException gone) {
            // Removed meanwhile, by whoever did so.
        }
    }

    private static FileChannel forcible(Path place) throws IOException {
        try {
            return FileChannel.open(place, StandardOpenOption.READ, NOFOLLOW_LINKS);
        } catch (AccessDeniedException unreadable) {
            return FileChannel.open(place, StandardOpenOption.WRITE, NOFOLLOW_LINKS);
        }
    }
}
