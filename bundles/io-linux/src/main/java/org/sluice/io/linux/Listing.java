package org.sluice.io.linux;

import static org.sluice.io.linux.c.Fcntl.O_DIRECTORY;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import org.sluice.io.Entry;
import org.sluice.io.EntryVisitor;
import org.sluice.io.RelPath;
import org.sluice.io.linux.c.Errno;
import org.sluice.io.linux.c.Kernel;

/**
 * A directory read in batches: a batch is read and looked at in one call, while its names are in the scratch, and told
 * after it, for the visitor may make calls of its own.
 */
final class Listing {

    // Enough that a call's way to another thread no longer counts.
    private static final int BATCH = 1000;

    // What a name takes in the kernel's answer, at the least.
    private static final int SHORT_NAME = 24;

    private static final int CLOSED = -1;

    private record Unseen(RelPath path, IOException cause) {}

    private final RelPath directory;
    private final ArrayList<Entry> found = new ArrayList<>();
    private final List<Unseen> failed = new ArrayList<>();
    private int fd = CLOSED;

    Listing(RelPath directory) {
        this.directory = directory;
    }

    void open(Beneath beneath) throws FileSystemException {
        fd = beneath.read(directory, O_DIRECTORY).fd();
    }

    boolean isOpen() {
        return fd != CLOSED;
    }

    /** Reads a batch; closes at the directory's end. */
    void read(Beneath beneath) throws IOException {
        found.clear();
        failed.clear();
        Kernel kernel = beneath.scratch().kernel;
        MemorySegment names = beneath.scratch().data;
        Looks looks = new Looks(beneath, directory, fd, noting(beneath));
        while (found.size() + failed.size() < BATCH) {
            long end = beneath.check(kernel.getdents64(fd, names), directory);
            if (end == 0) {
                close(kernel);
                return;
            }
            found.ensureCapacity(found.size() + (int) (end / SHORT_NAME));
            looks.at(names, end);
        }
    }

    void tell(EntryVisitor visitor) throws IOException {
        for (Entry entry : found) {
            visitor.found(entry);
        }
        for (Unseen unseen : failed) {
            visitor.failed(unseen.path, unseen.cause);
        }
    }

    void close(Kernel kernel) {
        if (isOpen()) {
            kernel.close(fd);
            fd = CLOSED;
        }
    }

    private Looks.Seen noting(Beneath beneath) {
        return new Looks.Seen() {
            @Override
            public void seen(RelPath path, int answer, MemorySegment statx) {
                if (answer >= 0) {
                    found.add(Inode.entry(path, statx));
                } else if (answer != -Errno.ENOENT) {
                    failed.add(new Unseen(path, Failure.of(answer, beneath.place(path))));
                }
            }

            @Override
            public void tooLong(String path) {
                failed.add(new Unseen(directory, Failure.of(-Errno.ENAMETOOLONG, path)));
            }
        };
    }
}
