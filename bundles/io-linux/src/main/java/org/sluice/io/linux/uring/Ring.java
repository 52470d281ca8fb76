package org.sluice.io.linux.uring;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.sluice.io.linux.c.IoUring.IORING_SETUP_CLAMP;
import static org.sluice.io.linux.c.IoUring.IORING_SETUP_COOP_TASKRUN;
import static org.sluice.io.linux.c.IoUring.IORING_SETUP_DEFER_TASKRUN;
import static org.sluice.io.linux.c.IoUring.IORING_SETUP_SINGLE_ISSUER;
import static org.sluice.io.linux.c.IoUring.IORING_SETUP_SUBMIT_ALL;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sluice.io.linux.c.Errno;
import org.sluice.io.linux.c.IoUring;
import org.sluice.io.linux.c.RingKernel;

/**
 * Requests for the kernel in batches, by memory shared with it. Of the thread that opened it, which alone may use and close
 * it. No more requests are under way than it is deep.
 */
public final class Ring implements AutoCloseable {

    // The newest first: a kernel refuses flags it does not know.
    private static final int[] FLAGS = {
        IORING_SETUP_CLAMP | IORING_SETUP_SUBMIT_ALL | IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN,
        IORING_SETUP_CLAMP | IORING_SETUP_SUBMIT_ALL | IORING_SETUP_COOP_TASKRUN,
        IORING_SETUP_CLAMP,
    };

    private static final int FEATURES =
            IoUring.IORING_FEAT_SINGLE_MMAP | IoUring.IORING_FEAT_NODROP | IoUring.IORING_FEAT_SUBMIT_STABLE;

    private static final int NO_FILE = -1;

    private final RingKernel kernel;
    private final int fd;
    private final Runnable closing;
    private final SubmissionQueue submissions;
    private final CompletionQueue completions;
    private final Opcodes opcodes;
    private final MemorySegment memory;
    private final boolean registered;
    private final Requests requests;
    private int underWay;
    private boolean closed;

    private Ring(Arena arena, RingKernel kernel, int fd, MemorySegment params, long memory)
            throws RingRefusedException {
        this.kernel = kernel;
        this.fd = fd;
        this.closing = closing(fd);
        int entries = params.get(JAVA_INT, IoUring.params_sq_entries);
        int results = params.get(JAVA_INT, IoUring.params_cq_entries);
        MemorySegment sq = params.asSlice(IoUring.params_sq_off, IoUring.params_cq_off - IoUring.params_sq_off);
        MemorySegment cq = params.asSlice(IoUring.params_cq_off);
        long length = Math.max(
                sq.get(JAVA_INT, IoUring.sq_array) + 4L * entries,
                cq.get(JAVA_INT, IoUring.cq_cqes) + IoUring.CQE_SIZE * results);
        MemorySegment shared = mapped(arena, kernel.mapRing(fd, length, IoUring.IORING_OFF_SQ_RING), length, closing);
        long room = entries * IoUring.SQE_SIZE;
        MemorySegment slots = mapped(arena, kernel.mapRing(fd, room, IoUring.IORING_OFF_SQES), room, () -> {});
        this.submissions = new SubmissionQueue(shared, sq, slots);
        this.completions = new CompletionQueue(shared, cq);
        this.opcodes = Opcodes.of(kernel, fd);
        // Pages of their own: what the kernel might still write to is never memory of somebody else's.
        this.memory = mapped(arena, kernel.mapPages(memory), memory, () -> {});
        this.registered = register(this.memory);
        this.requests = new Requests(submissions, registered);
    }

    /**
     * Opens a ring.
     *
     * @param arena as long as which the ring's memory is there
     * @param depth requests under way at most; a power of 2
     * @param memory bytes of {@link #memory}
     * @throws RingRefusedException where there is none
     */
    public static Ring open(Arena arena, int depth, long memory) throws RingRefusedException {
        RingKernel kernel = new RingKernel(arena);
        MemorySegment params = arena.allocate(IoUring.PARAMS_SIZE, 8);
        int fd = setup(kernel, params, depth);
        try {
            if ((params.get(JAVA_INT, IoUring.params_features) & FEATURES) != FEATURES) {
                throw new RingRefusedException("io_uring is too old: Linux 5.12 or later is needed");
            }
            return new Ring(arena, kernel, fd, params, memory);
        } catch (RingRefusedException e) {
            RingKernel.close(fd);
            throw e;
        }
    }

    private static int setup(RingKernel kernel, MemorySegment params, int depth) throws RingRefusedException {
        int fd = -Errno.EINVAL;
        for (int i = 0; i < FLAGS.length && fd == -Errno.EINVAL; i++) {
            params.fill((byte) 0);
            params.set(JAVA_INT, IoUring.params_flags, FLAGS[i]);
            fd = kernel.io_uring_setup(depth, params);
        }
        if (fd < 0) {
            throw RingRefusedException.of(-fd);
        }
        return fd;
    }

    // Of no ring: what waits for the memory's end must not keep the ring from ending.
    private static Runnable closing(int fd) {
        AtomicBoolean open = new AtomicBoolean(true);
        return () -> {
            if (open.getAndSet(false)) {
                RingKernel.close(fd);
            }
        };
    }

    @SuppressWarnings("restricted") // that many bytes were mapped there
    private static MemorySegment mapped(Arena arena, long address, long length, Runnable afterwards)
            throws RingRefusedException {
        if (address < 0) {
            throw new RingRefusedException("mapping a ring fails (" + Errno.name((int) -address) + ")");
        }
        return MemorySegment.ofAddress(address).reinterpret(length, arena, pages -> {
            RingKernel.munmap(pages);
            afterwards.run();
        });
    }

    /** Has the memory's pages held by the kernel; an ordinary user may hold few. */
    private boolean register(MemorySegment pages) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment iovec = arena.allocate(16, 8);
            iovec.set(JAVA_LONG, 0, pages.address());
            iovec.set(JAVA_LONG, 8, pages.byteSize());
            return kernel.io_uring_register(fd, IoUring.IORING_REGISTER_BUFFERS, iovec, 1) == 0;
        }
    }

    /** Whether the kernel serves requests of each kind: {@code IORING_OP_...}. */
    public boolean serves(int... kinds) {
        for (int opcode : kinds) {
            if (!opcodes.contain(opcode)) {
                return false;
            }
        }
        return true;
    }

    /** Memory the kernel reads and writes without finding its pages each time, where it let them be registered. */
    public MemorySegment memory() {
        return memory;
    }

    /** Whether {@link #memory} could be registered. */
    public boolean isRegistered() {
        return registered;
    }

    /** How many requests can be under way. */
    public int depth() {
        return submissions.capacity();
    }

    /** Whether so many more requests may be put on it before {@link #await}. A chain must fit as a whole. */
    public boolean hasRoom(int more) {
        return submissions.waiting() + underWay + more <= submissions.capacity();
    }

    /** Whether nothing is under way or waits to be. */
    public boolean isIdle() {
        return submissions.waiting() + underWay == 0;
    }

    /** Puts requests on it. */
    Requests put() {
        if (closed) {
            throw new IllegalStateException("the ring is closed");
        }
        if (!hasRoom(1)) {
            throw new IllegalStateException("the ring is full");
        }
        return requests;
    }

    /** Hands over what was put on it, waits until one request is done, and tells of all that are. */
    public void await(Completed completed) throws IOException {
        awaitAtLeast(1, completed);
    }

    /** As {@link #await}, for all there are. */
    public void finish(Completed completed) throws IOException {
        while (!isIdle()) {
            awaitAtLeast(submissions.waiting() + underWay, completed);
        }
    }

    private void awaitAtLeast(int count, Completed completed) throws IOException {
        submissions.publish();
        int answer = kernel.io_uring_enter(fd, submissions.waiting(), count, IoUring.IORING_ENTER_GETEVENTS);
        if (answer >= 0) {
            submissions.taken(answer);
            underWay += answer;
        } else if (answer != -Errno.EINTR && answer != -Errno.EAGAIN && answer != -Errno.EBUSY) {
            throw new IOException("io_uring_enter: " + Errno.name(-answer));
        }
        underWay -= completions.drain(completed);
    }

    /** Cancels what is under way, waits until the kernel has let go of it, and closes. A second call does nothing. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        submissions.withdraw();
        if (underWay > 0) {
            cancel();
        }
        finish((tag, result) -> {});
        closing.run();
    }

    // Where the kernel cannot cancel all at once it is waited for.
    private void cancel() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment all = arena.allocate(IoUring.SYNC_CANCEL_SIZE, 8);
            all.set(JAVA_INT, IoUring.cancel_fd, NO_FILE);
            all.set(JAVA_INT, IoUring.cancel_flags, IoUring.IORING_ASYNC_CANCEL_ALL | IoUring.IORING_ASYNC_CANCEL_ANY);
            all.set(JAVA_LONG, IoUring.cancel_timeout, -1);
            all.set(JAVA_LONG, IoUring.cancel_timeout + 8, -1);
            kernel.io_uring_register(fd, IoUring.IORING_REGISTER_SYNC_CANCEL, all, 1);
        }
    }
}
