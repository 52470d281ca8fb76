package org.sluice.io.linux.uring;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import org.sluice.io.linux.c.IoUring;

/** The request that was put on a ring last; valid until the next one is. */
public final class Submission {

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
    public Submission tag(long tag) {
        entries.set(JAVA_LONG, at + IoUring.sqe_user_data, tag);
        return this;
    }

    /** The next request begins when this has succeeded in full; else it and those linked to it are cancelled. */
    public Submission linked() {
        return flag(IoUring.IOSQE_IO_LINK);
    }

    /** The next request begins when this is done, however little it achieved; unless this was cancelled itself. */
    public Submission linkedAnyway() {
        return flag(IoUring.IOSQE_IO_HARDLINK);
    }

    /** The file is the ring's, by its slot, not the process's. */
    public Submission direct() {
        return flag(IoUring.IOSQE_FIXED_FILE);
    }

    /** Is served by a thread of the kernel's from the start. */
    public Submission async() {
        return flag(IoUring.IOSQE_ASYNC);
    }

    private Submission flag(int flag) {
        byte flags = entries.get(JAVA_BYTE, at + IoUring.sqe_flags);
        entries.set(JAVA_BYTE, at + IoUring.sqe_flags, (byte) (flags | flag));
        return this;
    }

    Submission address(MemorySegment memory) {
        entries.set(JAVA_LONG, at + IoUring.sqe_addr, memory.address());
        return this;
    }

    Submission number(long addr) {
        entries.set(JAVA_LONG, at + IoUring.sqe_addr, addr);
        return this;
    }

    Submission second(MemorySegment memory) {
        return offset(memory.address());
    }

    Submission third(MemorySegment memory) {
        entries.set(JAVA_LONG, at + IoUring.sqe_addr3, memory.address());
        return this;
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

    /** A slot of the ring's files; the kernel counts them from 1 here. */
    Submission slot(int slot) {
        return file(slot + 1);
    }

    Submission file(int fd) {
        entries.set(JAVA_INT, at + IoUring.sqe_file_index, fd);
        return this;
    }

    Submission buffer(int index) {
        entries.set(JAVA_SHORT, at + IoUring.sqe_buf_index, (short) index);
        return this;
    }
}
