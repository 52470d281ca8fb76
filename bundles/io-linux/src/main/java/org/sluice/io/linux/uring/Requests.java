package org.sluice.io.linux.uring;

import java.lang.foreign.MemorySegment;
import org.sluice.io.linux.c.IoUring;

/**
 * What a ring can be asked for, by the names of the system calls. Paths are read when the ring is handed over; memory that is
 * read from or written to is the kernel's until the request is done.
 */
final class Requests {

    private final SubmissionQueue queue;
    private final boolean registered;

    Requests(SubmissionQueue queue, boolean registered) {
        this.queue = queue;
        this.registered = registered;
    }

    /** Reads at a position into a part of {@link Ring#memory}. */
    Submission readFixed(int fd, long position, MemorySegment target) {
        return move(registered ? IoUring.IORING_OP_READ_FIXED : IoUring.IORING_OP_READ, fd, position, target);
    }

    /** Writes at a position from a part of {@link Ring#memory}. */
    Submission writeFixed(int fd, long position, MemorySegment source) {
        return move(registered ? IoUring.IORING_OP_WRITE_FIXED : IoUring.IORING_OP_WRITE, fd, position, source);
    }

    private Submission move(int opcode, int fd, long position, MemorySegment memory) {
        return queue.next(opcode, fd).offset(position).address(memory).length(Math.toIntExact(memory.byteSize()));
    }

    Submission statx(int directory, MemorySegment path, int flags, int mask, MemorySegment result) {
        return queue.next(IoUring.IORING_OP_STATX, directory)
                .address(path)
                .second(result)
                .length(mask)
                .flags(flags);
    }
}
