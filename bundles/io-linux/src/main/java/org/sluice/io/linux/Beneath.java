package org.sluice.io.linux;

import static org.sluice.io.linux.c.Fcntl.O_DIRECTORY;
import static org.sluice.io.linux.c.Fcntl.O_NOATIME;
import static org.sluice.io.linux.c.Fcntl.O_NOFOLLOW;
import static org.sluice.io.linux.c.Fcntl.O_PATH;
import static org.sluice.io.linux.c.Fcntl.O_RDONLY;

import java.lang.foreign.MemorySegment;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.sluice.io.RelPath;
import org.sluice.io.linux.c.Errno;
import org.sluice.io.linux.c.Kernel;

/**
 * Opens what lies below a directory held open. openat2 walks the whole path in the kernel, each time anew, and refuses
 * every symbolic link on it: nothing is remembered that others could move away meanwhile.
 *
 * @param scratch of the thread that calls
 * @param top the directory held open
 * @param directory where it was, for people
 */
record Beneath(Scratch scratch, int top, Path directory) {

    // The kernel answers EAGAIN when a rename anywhere got in its way.
    private static final int TRIES = 1000;

    /** Opens a path with the flags of open(2), never following a link. */
    Opened open(RelPath path, int flags, int mode) throws FileSystemException {
        return new Opened(scratch.kernel, (int) check(tryOpen(path, flags, mode), path));
    }

    /** As {@link #open}, but answers as the kernel does. */
    int tryOpen(RelPath path, int flags, int mode) {
        if (isRightHere(path)) {
            return scratch.kernel.openat(top, scratch.path(path), flags | O_NOFOLLOW, mode);
        }
        int fd = -Errno.EAGAIN;
        for (int i = 0; i < TRIES && fd == -Errno.EAGAIN; i++) {
            fd = scratch.kernel.openBeneath(top, scratch.path(path), flags | O_NOFOLLOW, mode);
        }
        return fd;
    }

    /** Opens whatever the path names, a link included, to look at it and change it, not to read or write it. */
    Opened hold(RelPath path) throws FileSystemException {
        return open(path, O_PATH, 0);
    }

    /** Opens the directory of a path's last part, to act on a name in it; the root's own is the root. */
    Opened parent(RelPath path) throws FileSystemException {
        if (isRightHere(path)) {
            return new Opened(scratch.kernel, top, true);
        }
        int fd = tryOpen(path.parent(), O_PATH | O_DIRECTORY, 0);
        return new Opened(scratch.kernel, (int) check(fd, path));
    }

    /** What is done to a name in a directory. */
    @FunctionalInterface
    interface Act {
        int on(Kernel kernel, int parent, MemorySegment name);
    }

    /** Acts on the last part of a path, relative to the directory it is in; answers as the kernel does. */
    int act(RelPath path, Act act) throws FileSystemException {
        try (Opened parent = parent(path)) {
            return act.on(parent.kernel(), parent.fd(), scratch.name(path));
        }
    }

    /** Removes what a failed call has made; that this fails too is told with the call's failure. */
    void discard(RelPath path, int flags, Exception failure) {
        try {
            check(act(path, (kernel, parent, name) -> kernel.unlinkat(parent, name, flags)), path);
        } catch (FileSystemException e) {
            failure.addSuppressed(e);
        }
    }

    /** Whether nothing but the directory held open leads to the path's last part, which then takes no step to get to. */
    static boolean isRightHere(RelPath path) {
        return path.depth() <= 1;
    }

    /** Opens a path for reading, a file or a directory, without changing its time of access where that is allowed. */
    Opened read(RelPath path, int flags) throws FileSystemException {
        int fd = tryOpen(path, flags | O_RDONLY | O_NOATIME, 0);
        if (fd == -Errno.EPERM) {
            // Only the owner's and the superuser's.
            fd = tryOpen(path, flags | O_RDONLY, 0);
        }
        return new Opened(scratch.kernel, (int) check(fd, path));
    }

    /** The answer of a call about a path, if it is none of refusal. */
    long check(long answer, RelPath path) throws FileSystemException {
        if (answer < 0) {
            throw Failure.of(answer, place(path));
        }
        return answer;
    }

    Place place(RelPath path) {
        return new Place(directory, path);
    }
}
