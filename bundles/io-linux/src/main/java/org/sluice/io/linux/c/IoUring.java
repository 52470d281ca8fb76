package org.sluice.io.linux.c;

/** Flags, opcodes and layouts of linux/io_uring.h, in bytes. Alike on every processor. */
public final class IoUring {

    // asm/unistd.h, the same numbers everywhere
    static final long SYS_io_uring_setup = 425;
    static final long SYS_io_uring_enter = 426;
    static final long SYS_io_uring_register = 427;

    // struct io_uring_params
    public static final long PARAMS_SIZE = 120;
    public static final long params_sq_entries = 0;
    public static final long params_cq_entries = 4;
    public static final long params_flags = 8;
    public static final long params_features = 20;
    public static final long params_sq_off = 40;
    public static final long params_cq_off = 80;

    // struct io_sqring_offsets
    public static final long sq_head = 0;
    public static final long sq_tail = 4;
    public static final long sq_ring_mask = 8;
    public static final long sq_array = 24;

    // struct io_cqring_offsets
    public static final long cq_head = 0;
    public static final long cq_tail = 4;
    public static final long cq_ring_mask = 8;
    public static final long cq_cqes = 20;

    public static final int IORING_SETUP_CLAMP = 1 << 4;
    public static final int IORING_SETUP_SUBMIT_ALL = 1 << 7;
    public static final int IORING_SETUP_COOP_TASKRUN = 1 << 8;
    public static final int IORING_SETUP_SINGLE_ISSUER = 1 << 12;
    public static final int IORING_SETUP_DEFER_TASKRUN = 1 << 13;

    public static final int IORING_FEAT_SINGLE_MMAP = 1;
    public static final int IORING_FEAT_NODROP = 1 << 1;
    public static final int IORING_FEAT_SUBMIT_STABLE = 1 << 2;

    public static final long IORING_OFF_SQ_RING = 0;
    public static final long IORING_OFF_SQES = 0x10000000L;

    public static final int IORING_ENTER_GETEVENTS = 1;

    public static final int IORING_REGISTER_BUFFERS = 0;
    public static final int IORING_REGISTER_PROBE = 8;
    public static final int IORING_REGISTER_SYNC_CANCEL = 24;

    // struct io_uring_probe and its ops
    public static final long PROBE_SIZE = 16;
    public static final long PROBE_OP_SIZE = 8;
    public static final long probe_ops_len = 1;
    public static final long probe_op_flags = 2;
    public static final int IO_URING_OP_SUPPORTED = 1;

    // struct io_uring_sync_cancel_reg
    public static final long SYNC_CANCEL_SIZE = 64;
    public static final long cancel_fd = 8;
    public static final long cancel_flags = 12;
    public static final long cancel_timeout = 16;
    public static final int IORING_ASYNC_CANCEL_ALL = 1;
    public static final int IORING_ASYNC_CANCEL_ANY = 4;

    // struct io_uring_sqe
    public static final long SQE_SIZE = 64;
    public static final long sqe_opcode = 0;
    public static final long sqe_flags = 1;
    public static final long sqe_fd = 4;
    public static final long sqe_off = 8;
    public static final long sqe_addr = 16;
    public static final long sqe_len = 24;
    public static final long sqe_op_flags = 28;
    public static final long sqe_user_data = 32;

    public static final int IOSQE_IO_LINK = 1 << 2;

    // struct io_uring_cqe
    public static final long CQE_SIZE = 16;
    public static final long cqe_user_data = 0;
    public static final long cqe_res = 8;

    // enum io_uring_op
    public static final int IORING_OP_READ_FIXED = 4;
    public static final int IORING_OP_WRITE_FIXED = 5;
    public static final int IORING_OP_STATX = 21;
    public static final int IORING_OP_READ = 22;
    public static final int IORING_OP_WRITE = 23;

    private IoUring() {}
}
