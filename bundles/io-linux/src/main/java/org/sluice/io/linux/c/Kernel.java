package org.sluice.io.linux.c;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.Optional;

/**
 * The system calls as one thread makes them. Every method answers as the kernel does: 0 or more, or the error number
 * negated ({@link Errno}). A call that a signal interrupted is made again.
 */
public final class Kernel {

    private static final MemorySegment EMPTY = Arena.global().allocateFrom("");

    private final MemorySegment state;
    private final MemorySegment how;
    private final MemorySegment times;
    private final MemorySegment readAt;
    private final MemorySegment writeAt;

    /** @param memory where the small structures that calls take live; as long as this object is used */
    public Kernel(Arena memory) {
        state = memory.allocate(Linker.Option.captureStateLayout());
        how = memory.allocate(24, 8);
        times = memory.allocate(32, 8);
        readAt = memory.allocate(JAVA_LONG);
        writeAt = memory.allocate(JAVA_LONG);
    }

    /** Opens a path, following links; flags are those of open(2). Closed on exec. */
    public int open(MemorySegment path, int flags) {
        return openat2(Fcntl.AT_FDCWD, path, flags, 0, 0);
    }

    /** Opens a path below a directory, through directories only. */
    public int openBeneath(int directory, MemorySegment path, int flags, int mode) {
        return openat2(
                directory,
                path,
                flags,
                mode,
                Fcntl.RESOLVE_BENEATH | Fcntl.RESOLVE_NO_SYMLINKS | Fcntl.RESOLVE_NO_MAGICLINKS);
    }

    /** Opens a name right in a directory: nothing but the directory leads there. */
    public int openat(int directory, MemorySegment name, int flags, int mode) {
        try {
            int result;
            do {
                result = answer((int)
                        LibC.Writing.C.openat().invokeExact(state, directory, name, flags | Fcntl.O_CLOEXEC, mode));
            } while (result == -Errno.EINTR);
            return result;
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Has an empty file share all blocks of another. */
    public int ficlone(int to, int from) {
        try {
            int result;
            do {
                result = answer((int) LibC.Writing.C.ioctl().invokeExact(state, to, Fcntl.FICLONE, from));
            } while (result == -Errno.EINTR);
            return result;
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    private int openat2(int directory, MemorySegment path, int flags, int mode, long resolve) {
        how.set(JAVA_LONG, 0, flags | Fcntl.O_CLOEXEC);
        how.set(JAVA_LONG, 8, mode);
        how.set(JAVA_LONG, 16, resolve);
        try {
            int result;
            do {
                result = answer((long) LibC.Looking.C
                        .openat2()
                        .invokeExact(state, Fcntl.SYS_openat2, (long) directory, path, how, how.byteSize()));
            } while (result == -Errno.EINTR);
            return result;
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public int close(int fd) {
        try {
            return answer((int) LibC.Looking.C.close().invokeExact(state, fd));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Looks at a name in a directory without following it. */
    public int statx(int directory, MemorySegment name, MemorySegment result) {
        return statx(directory, name, Fcntl.AT_SYMLINK_NOFOLLOW | Fcntl.AT_NO_AUTOMOUNT, result);
    }

    /** Looks at what is open. */
    public int statx(int fd, MemorySegment result) {
        return statx(fd, EMPTY, Fcntl.AT_EMPTY_PATH, result);
    }

    private int statx(int directory, MemorySegment name, int flags, MemorySegment result) {
        try {
            return answer((int) LibC.Looking.C.statx().invokeExact(state, directory, name, flags, Statx.MASK, result));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public int getdents64(int directory, MemorySegment buffer) {
        try {
            return answer((long) LibC.Looking.C
                    .getdents64()
                    .invokeExact(state, Fcntl.SYS_getdents64, (long) directory, buffer, buffer.byteSize()));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public long pread(int fd, MemorySegment target, long length, long position) {
        try {
            long result;
            do {
                result = answerLong((long) LibC.Looking.C.pread().invokeExact(state, fd, target, length, position));
            } while (result == -Errno.EINTR);
            return result;
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public long pwrite(int fd, MemorySegment source, long length, long position) {
        try {
            long result;
            do {
                result = answerLong((long) LibC.Writing.C.pwrite().invokeExact(state, fd, source, length, position));
            } while (result == -Errno.EINTR);
            return result;
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public long copy_file_range(int in, long inPosition, int out, long outPosition, long length) {
        readAt.set(JAVA_LONG, 0, inPosition);
        writeAt.set(JAVA_LONG, 0, outPosition);
        try {
            long result;
            do {
                result = answerLong((long)
                        LibC.Writing.C.copy_file_range().invokeExact(state, in, readAt, out, writeAt, length, 0));
            } while (result == -Errno.EINTR);
            return result;
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public int symlinkat(MemorySegment target, int directory, MemorySegment name) {
        try {
            return answer((int) LibC.Writing.C.symlinkat().invokeExact(state, target, directory, name));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public int linkat(int fromDirectory, MemorySegment from, int toDirectory, MemorySegment to) {
        try {
            return answer((int) LibC.Writing.C.linkat().invokeExact(state, fromDirectory, from, toDirectory, to, 0));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public int renameat(int fromDirectory, MemorySegment from, int toDirectory, MemorySegment to) {
        try {
            return answer((int) LibC.Writing.C.renameat().invokeExact(state, fromDirectory, from, toDirectory, to));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public int unlinkat(int directory, MemorySegment name, int flags) {
        try {
            return answer((int) LibC.Writing.C.unlinkat().invokeExact(state, directory, name, flags));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public int mkdirat(int directory, MemorySegment name, int mode) {
        try {
            return answer((int) LibC.Writing.C.mkdirat().invokeExact(state, directory, name, mode));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Makes a FIFO, a socket or a device node; the type is in the mode. */
    public int mknodat(int directory, MemorySegment name, int mode, long device) {
        try {
            return answer((int) LibC.Writing.C.mknodat().invokeExact(state, directory, name, mode, device));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Where data or a hole begins, from a position on; the descriptor's own position is nobody's. */
    public long lseek(int fd, long position, int whence) {
        try {
            return answerLong((long) LibC.Writing.C.lseek().invokeExact(state, fd, position, whence));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public int fstatfs(int fd, MemorySegment result) {
        try {
            return answer((int) LibC.Looking.C.fstatfs().invokeExact(state, fd, result));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Reads the target of the symbolic link that is open. */
    public int readlinkat(int link, MemorySegment target) {
        return readlinkat(link, EMPTY, target);
    }

    /** Reads the target of a symbolic link. */
    public int readlink(MemorySegment link, MemorySegment target) {
        return readlinkat(Fcntl.AT_FDCWD, link, target);
    }

    private int readlinkat(int directory, MemorySegment link, MemorySegment target) {
        try {
            return answer(
                    (long) LibC.Looking.C.readlinkat().invokeExact(state, directory, link, target, target.byteSize()));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public int fchmod(int fd, int mode) {
        try {
            return answer((int) LibC.Settling.C.fchmod().invokeExact(state, fd, mode));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public int chmod(MemorySegment path, int mode) {
        try {
            return answer((int) LibC.Settling.C.chmod().invokeExact(state, path, mode));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public int fchown(int fd, int owner, int group) {
        try {
            return answer((int) LibC.Settling.C.fchown().invokeExact(state, fd, owner, group));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** As {@link #fchown}, of what was opened with O_PATH. */
    public int fchownat(int fd, int owner, int group) {
        try {
            return answer(
                    (int) LibC.Settling.C.fchownat().invokeExact(state, fd, EMPTY, owner, group, Fcntl.AT_EMPTY_PATH));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Sets the time of last modification, and that of last access where it is given. */
    public int futimens(int fd, Instant modified, Optional<Instant> accessed) {
        setTimes(modified, accessed);
        try {
            return answer((int) LibC.Settling.C.futimens().invokeExact(state, fd, times));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** As {@link #futimens}, of what was opened with O_PATH. */
    public int utimensat(int fd, Instant modified, Optional<Instant> accessed) {
        setTimes(modified, accessed);
        try {
            return answer((int) LibC.Settling.C.utimensat().invokeExact(state, fd, EMPTY, times, Fcntl.AT_EMPTY_PATH));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    private void setTimes(Instant modified, Optional<Instant> accessed) {
        if (accessed.isPresent()) {
            times.set(JAVA_LONG, 0, accessed.get().getEpochSecond());
            times.set(JAVA_LONG, 8, accessed.get().getNano());
        } else {
            times.set(JAVA_LONG, 8, Fcntl.UTIME_OMIT);
        }
        times.set(JAVA_LONG, 16, modified.getEpochSecond());
        times.set(JAVA_LONG, 24, modified.getNano());
    }

    public int ftruncate(int fd, long length) {
        try {
            return answer((int) LibC.Writing.C.ftruncate().invokeExact(state, fd, length));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public int fallocate(int fd, long length) {
        try {
            return answer((int) LibC.Writing.C.fallocate().invokeExact(state, fd, 0, 0L, length));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Has a range of a file written, and waits for it; that makes nothing durable. */
    public int writeOut(int fd, long position, long length) {
        try {
            return answer((int) LibC.Lasting.C
                    .sync_file_range()
                    .invokeExact(state, fd, position, length, Fcntl.SYNC_FILE_RANGE_WRITE_AND_WAIT));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public int fsync(int fd) {
        try {
            return answer((int) LibC.Lasting.C.fsync().invokeExact(state, fd));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public int syncfs(int fd) {
        try {
            return answer((int) LibC.Lasting.C.syncfs().invokeExact(state, fd));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Syncs all file systems. Linux waits until they are written. */
    public void sync() {
        try {
            LibC.Lasting.C.sync().invokeExact();
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    private int answer(int result) {
        return result >= 0 ? result : -state.get(JAVA_INT, 0);
    }

    private int answer(long result) {
        return (int) answerLong(result);
    }

    private long answerLong(long result) {
        return result >= 0 ? result : -state.get(JAVA_INT, 0);
    }

    // A bound function throws nothing of its own, only what its arguments deserve.
    static RuntimeException unexpected(Throwable thrown) {
        return switch (thrown) {
            case RuntimeException exception -> exception;
            case Error error -> throw error;
            default -> new IllegalStateException(thrown);
        };
    }
}
