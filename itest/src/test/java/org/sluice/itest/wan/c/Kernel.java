package org.sluice.itest.wan.c;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/** The calls as one thread makes them. Every method answers as the kernel does: 0 or more, or the error number negated. */
public final class Kernel {

    /** fcntl.h */
    public static final int O_RDWR = 2;

    /** fcntl.h */
    public static final int O_NONBLOCK = 0x800;

    /** fcntl.h */
    public static final int O_CLOEXEC = 0x80000;

    /** linux/if_tun.h */
    public static final long TUNSETIFF = 0x400454caL;

    /** linux/if_tun.h */
    public static final short IFF_TUN = 1;

    /** linux/if_tun.h: packets alone, nothing before them */
    public static final short IFF_NO_PI = 0x1000;

    private static final LibC C = LibC.bind();

    private static final VarHandle ERRNO =
            Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));

    /** linux/if.h: struct ifreq, whose name comes first and flags next */
    private static final int IFREQ = 40;

    private static final int IFNAMSIZ = 16;

    /** poll.h */
    private static final short POLLIN = 1;

    private static final int POLLFD = 8;

    /** sched.h */
    private static final int SCHED_FIFO = 1;

    private final MemorySegment state;
    private final MemorySegment time;
    private final MemorySegment polled;

    /** @param memory where small structures live; as long as this object is used */
    public Kernel(Arena memory) {
        state = memory.allocate(Linker.Option.captureStateLayout());
        time = memory.allocate(16, 8);
        polled = memory.allocate(2 * POLLFD, 8);
    }

    public int open(String path, int flags) {
        try (Arena memory = Arena.ofConfined()) {
            return answer((int) C.open().invokeExact(state, memory.allocateFrom(path), flags));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** TUNSETIFF: what is open becomes the device {@code name}. */
    public int tunsetiff(int fd, String name, short flags) {
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment request = memory.allocate(IFREQ, 8);
            request.setString(0, name);
            request.set(JAVA_SHORT, IFNAMSIZ, flags);
            return answer((int) C.ioctl().invokeExact(state, fd, TUNSETIFF, request));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public int close(int fd) {
        try {
            return answer((int) C.close().invokeExact(state, fd));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public int read(int fd, long address, long room) {
        try {
            return answer((int) (long) C.read().invokeExact(state, fd, address, room));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public int write(int fd, long address, long length) {
        try {
            return answer((int) (long) C.write().invokeExact(state, fd, address, length));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Waits until one of two can be read from, at most so long. */
    public void awaitReadable(int one, int other, long nanos) {
        polled.set(JAVA_INT, 0, one);
        polled.set(JAVA_SHORT, Integer.BYTES, POLLIN);
        polled.set(JAVA_INT, POLLFD, other);
        polled.set(JAVA_SHORT, POLLFD + Integer.BYTES, POLLIN);
        ppoll(2, nanos);
    }

    /** Waits so long. */
    public void sleep(long nanos) {
        ppoll(0, nanos);
    }

    private void ppoll(long count, long nanos) {
        time.set(JAVA_LONG, 0, nanos / 1_000_000_000);
        time.set(JAVA_LONG, Long.BYTES, nanos % 1_000_000_000);
        try {
            int ready = (int) C.ppoll().invokeExact(state, polled, count, time, MemorySegment.NULL);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Gives this thread precedence over all ordinary ones. */
    public int sched_fifo() {
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment priority = memory.allocateFrom(JAVA_INT, 1);
            return answer((int) C.sched_setscheduler().invokeExact(state, 0, SCHED_FIFO, priority));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    private int answer(int result) {
        return result >= 0 ? result : -(int) ERRNO.get(state, 0L);
    }

    private static AssertionError unexpected(Throwable t) {
        return new AssertionError("a system call threw", t);
    }
}
