package org.sluice.io.linux.uring;

import java.lang.foreign.MemorySegment;
import org.sluice.io.linux.c.IoUring;

/**
 * What a ring can be asked for, by the names of the system calls. Paths are read when the ring is handed over; memory that is
 * read from or written to is the kernel's until the request is done.
 */
public final class Requests {

    /** A position that is where the file stands, of a pipe for example. */
    public static final long NO_POSITION = -1;

    private final SubmissionQueue queue;
    private final boolean registered;

    Requests(SubmissionQueue queue, boolean registered) {
        this.queue = queue;
        this.registered = registered;
    }

    public Submission nop() {
        return queue.next(IoUring.IORING_OP_NOP, -1);
    }

    public Submission openat(int directory, MemorySegment path, int flags, int mode) {
        return queue.next(IoUring.IORING_OP_OPENAT, directory)
                .address(path)
                .length(mode)
                .flags(flags);
    }

    /** Opens into a slot of the ring's own files. O_CLOEXEC is refused: there is nothing to close. */
    public Submission openDirect(int directory, MemorySegment path, int flags, int mode, int slot) {
        return openat(directory, path, flags, mode).slot(slot);
    }

    /** Gives what is in a slot a descriptor of the process too; its number is the result. Closed on exec. */
    public Submission install(int slot) {
        return queue.next(IoUring.IORING_OP_FIXED_FD_INSTALL, slot).direct();
    }

    public Submission close(int fd) {
        return queue.next(IoUring.IORING_OP_CLOSE, fd);
    }

    public Submission closeDirect(int slot) {
        return queue.next(IoUring.IORING_OP_CLOSE, 0).slot(slot);
    }

    public Submission read(int fd, long position, MemorySegment target) {
        return move(IoUring.IORING_OP_READ, fd, position, target);
    }

    public Submission write(int fd, long position, MemorySegment source) {
        return move(IoUring.IORING_OP_WRITE, fd, position, source);
    }

    /** As {@link #read}, into a part of {@link Ring#memory}. */
    public Submission readFixed(int fd, long position, MemorySegment target) {
        return move(registered ? IoUring.IORING_OP_READ_FIXED : IoUring.IORING_OP_READ, fd, position, target);
    }

    /** As {@link #write}, from a part of {@link Ring#memory}. */
    public Submission writeFixed(int fd, long position, MemorySegment source) {
        return move(registered ? IoUring.IORING_OP_WRITE_FIXED : IoUring.IORING_OP_WRITE, fd, position, source);
    }

    private Submission move(int opcode, int fd, long position, MemorySegment memory) {
        return queue.next(opcode, fd)
                .offset(position)
                .address(memory)
                .length(Math.toIntExact(memory.byteSize()))
                .buffer(0);
    }

    /** Moves bytes where one end is a pipe. */
    public Submission splice(int from, long fromPosition, int to, long toPosition, int length) {
        return queue.next(IoUring.IORING_OP_SPLICE, to)
                .offset(toPosition)
                .number(fromPosition)
                .length(length)
                .file(from);
    }

    public Submission statx(int directory, MemorySegment path, int flags, int mask, MemorySegment result) {
        return queue.next(IoUring.IORING_OP_STATX, directory)
                .address(path)
                .second(result)
                .length(mask)
                .flags(flags);
    }

    public Submission fgetxattr(int fd, MemorySegment name, MemorySegment value) {
        return attribute(IoUring.IORING_OP_FGETXATTR, fd, name, value);
    }

    public Submission fsetxattr(int fd, MemorySegment name, MemorySegment value, int flags) {
        return attribute(IoUring.IORING_OP_FSETXATTR, fd, name, value).flags(flags);
    }

    public Submission getxattr(MemorySegment path, MemorySegment name, MemorySegment value) {
        return attribute(IoUring.IORING_OP_GETXATTR, 0, name, value).third(path);
    }

    public Submission setxattr(MemorySegment path, MemorySegment name, MemorySegment value, int flags) {
        return attribute(IoUring.IORING_OP_SETXATTR, 0, name, value).third(path).flags(flags);
    }

    private Submission attribute(int opcode, int fd, MemorySegment name, MemorySegment value) {
        return queue.next(opcode, fd).address(name).second(value).length(Math.toIntExact(value.byteSize()));
    }

    public Submission linkat(int fromDirectory, MemorySegment from, int toDirectory, MemorySegment to) {
        return names(IoUring.IORING_OP_LINKAT, fromDirectory, from, to).length(toDirectory);
    }

    public Submission renameat(int fromDirectory, MemorySegment from, int toDirectory, MemorySegment to) {
        return names(IoUring.IORING_OP_RENAMEAT, fromDirectory, from, to).length(toDirectory);
    }

    public Submission symlinkat(MemorySegment target, int directory, MemorySegment name) {
        return names(IoUring.IORING_OP_SYMLINKAT, directory, target, name);
    }

    private Submission names(int opcode, int directory, MemorySegment first, MemorySegment second) {
        return queue.next(opcode, directory).address(first).second(second);
    }

    public Submission unlinkat(int directory, MemorySegment name, int flags) {
        return queue.next(IoUring.IORING_OP_UNLINKAT, directory).address(name).flags(flags);
    }

    public Submission mkdirat(int directory, MemorySegment name, int mode) {
        return queue.next(IoUring.IORING_OP_MKDIRAT, directory).address(name).length(mode);
    }

    public Submission fallocate(int fd, long position, long length) {
        return queue.next(IoUring.IORING_OP_FALLOCATE, fd).offset(position).number(length);
    }

    public Submission fadvise(int fd, long position, int length, int advice) {
        return queue.next(IoUring.IORING_OP_FADVISE, fd)
                .offset(position)
                .length(length)
                .flags(advice);
    }

    /** Durable content; with {@code IORING_FSYNC_DATASYNC} (1) no more metadata than that takes. */
    public Submission fsync(int fd, int flags) {
        return queue.next(IoUring.IORING_OP_FSYNC, fd).flags(flags);
    }
}
