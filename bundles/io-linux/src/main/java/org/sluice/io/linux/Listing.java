package org.sluice.io.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.sluice.io.linux.c.Fcntl.O_DIRECTORY;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
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

    // struct linux_dirent64 of linux/dirent.h
    private static final long D_RECLEN = 16;
    private static final long D_NAME = 19;

    // Enough that a call's way to another thread no longer counts.
    private static final int BATCH = 1000;

    private static final int CLOSED = -1;

    private record Unseen(RelPath path, IOException cause) {}

    private final RelPath directory;
    private final List<Entry> found = new ArrayList<>();
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
    void read(Beneath beneath) throws FileSystemException {
        found.clear();
        failed.clear();
        Kernel kernel = beneath.scratch().kernel;
        MemorySegment names = beneath.scratch().data;
        while (found.size() + failed.size() < BATCH) {
            long end = beneath.check(kernel.getdents64(fd, names), directory);
            if (end == 0) {
                close(kernel);
                return;
            }
            for (long at = 0; at < end; at += Short.toUnsignedInt(names.get(JAVA_SHORT, at + D_RECLEN))) {
                look(beneath, names.asSlice(at + D_NAME));
            }
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

    private void look(Beneath beneath, MemorySegment name) {
        byte[] bytes = name.asSlice(0, length(name)).toArray(JAVA_BYTE);
        if (isDots(bytes)) {
            return;
        }
        RelPath path;
        try {
            path = directory.resolve(bytes);
        } catch (InvalidPathException tooLong) {
            // Some file systems keep longer names than a path may have.
            failed.add(new Unseen(directory, Failure.of(-Errno.ENAMETOOLONG, tooLong.getInput())));
            return;
        }
        Scratch scratch = beneath.scratch();
        int answer = scratch.kernel.statx(fd, name, scratch.statx);
        if (answer >= 0) {
            found.add(Inode.entry(path, scratch.statx));
        } else if (answer != -Errno.ENOENT) {
            failed.add(new Unseen(path, Failure.of(answer, beneath.place(path))));
        }
    }

    private static int length(MemorySegment name) {
        int length = 0;
        while (name.get(JAVA_BYTE, length) != 0) {
            length++;
        }
        return length;
    }

    private static boolean isDots(byte[] name) {
        return name[0] == '.' && (name.length == 1 || (name.length == 2 && name[1] == '.'));
    }
}
