package org.sluice.io.linux.uring;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import org.sluice.io.linux.c.IoUring;

/** The request that was put on a ring last; valid until the next one is. */
final class Submission {

    private final MemorySegment entries;
    private long at;

    Submission(MemorySegment entries) {
        this.entries = entries;
    }

    void begin(long position, int opcode, int fd) {
        at = position;
        entries.asSlice(at, IoUring.SQE_SIZE).fill((byte) 0);
        entries.set(JAVA_BYTE, at + IoUring.sqe_opcode, (byte) opcode);
        entries.set(JAVA_INT, at + IoUring.sqe_fd, fd);
    }

    /** What its completion is known by. */
    Submission tag(long tag) {
        entries.set(JAVA_LONG, at + IoUring.sqe_user_data, tag);
        return this;
    }

    /** The next request begins when this has succeeded in full; else it and those linked to it are cancelled. */
    Submission linked() {
        entries.set(JAVA_BYTE, at + IoUring.sqe_flags, (byte) IoUring.IOSQE_IO_LINK);
        return this;
    }

    Submission address(MemorySegment memory) {
        entries.set(JAVA_LONG, at + IoUring.sqe_addr, memory.address());
        return this;
    }

    Submission second(MemorySegment memory) {
        return offset(memory.address());
    }

    Submission offset(long off) {
        entries.set(JAVA_LONG, at + IoUring.sqe_off, off);
        return this;
    }

    Submission length(int len) {
        entries.set(JAVA_INT, at + IoUring.sqe_len, len);
        return this;
    }

    Submission flags(int flags) {
        entries.set(JAVA_INT, at + IoUring.sqe_op_flags, flags);
        return this;
    }
}
