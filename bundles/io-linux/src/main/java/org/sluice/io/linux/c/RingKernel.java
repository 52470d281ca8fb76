package org.sluice.io.linux.c;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The calls a ring is made of, as one thread makes them. Answers are the kernel's: 0 or more, or the error number negated. */
public final class RingKernel {

    private static final Linker LINKER = Linker.nativeLinker();

    // long syscall(long number, ...): unistd.h; no C library has functions for these
    private static final MethodHandle SETUP = syscall(JAVA_INT, ADDRESS);
    private static final MethodHandle ENTER = syscall(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle REGISTER = syscall(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    // void *mmap(void *addr, size_t length, int prot, int flags, int fd, off_t offset): sys/mman.h
    private static final MethodHandle MMAP = link(
            "mmap",
            FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG),
            Linker.Option.captureCallState("errno"));
    // int munmap(void *addr, size_t length): sys/mman.h
    private static final MethodHandle MUNMAP = link("munmap", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));
    // int close(int fd): unistd.h
    private static final MethodHandle CLOSE = link("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    // sys/mman.h
    private static final int PROT_READ_WRITE = 1 | 2;
    private static final int MAP_SHARED = 0x01;
    private static final int MAP_PRIVATE = 0x02;
    private static final int MAP_ANONYMOUS = 0x20;
    private static final int MAP_POPULATE = 0x8000;

    private static final int NO_FILE = -1;

    private final MemorySegment state;

    /** @param memory where the error number lives; as long as this object is used */
    public RingKernel(Arena memory) {
        state = memory.allocate(Linker.Option.captureStateLayout());
    }

    public int io_uring_setup(int entries, MemorySegment params) {
        try {
            return answer((long) SETUP.invokeExact(state, IoUring.SYS_io_uring_setup, entries, params));
        } catch (Throwable t) {
            throw Kernel.unexpected(t);
        }
    }

    /** Not made again when a signal interrupts it: what it had submitted counts. */
    public int io_uring_enter(int ring, int submit, int complete, int flags) {
        try {
            return answer((long) ENTER.invokeExact(
                    state, IoUring.SYS_io_uring_enter, ring, submit, complete, flags, MemorySegment.NULL, 0L));
        } catch (Throwable t) {
            throw Kernel.unexpected(t);
        }
    }

    public int io_uring_register(int ring, int opcode, MemorySegment argument, int count) {
        try {
            return answer(
                    (long) REGISTER.invokeExact(state, IoUring.SYS_io_uring_register, ring, opcode, argument, count));
        } catch (Throwable t) {
            throw Kernel.unexpected(t);
        }
    }

    /** Maps a part of a ring; the address, or the error number negated. */
    public long mapRing(int ring, long length, long offset) {
        return mmap(length, MAP_SHARED | MAP_POPULATE, ring, offset);
    }

    /** Maps fresh pages; the address, or the error number negated. */
    public long mapPages(long length) {
        return mmap(length, MAP_PRIVATE | MAP_ANONYMOUS, NO_FILE, 0);
    }

    private long mmap(long length, int flags, int fd, long offset) {
        try {
            long address =
                    (long) MMAP.invokeExact(state, MemorySegment.NULL, length, PROT_READ_WRITE, flags, fd, offset);
            return address == -1 ? -state.get(JAVA_INT, 0) : address;
        } catch (Throwable t) {
            throw Kernel.unexpected(t);
        }
    }

    /** Gives mapped pages back; by any thread. */
    public static void munmap(MemorySegment pages) {
        try {
            int ignored = (int) MUNMAP.invokeExact(MemorySegment.ofAddress(pages.address()), pages.byteSize());
        } catch (Throwable t) {
            throw Kernel.unexpected(t);
        }
    }

    /** Closes a ring; by any thread. */
    public static void close(int ring) {
        try {
            int ignored = (int) CLOSE.invokeExact(ring);
        } catch (Throwable t) {
            throw Kernel.unexpected(t);
        }
    }

    private int answer(long result) {
        return result >= 0 ? (int) result : -state.get(JAVA_INT, 0);
    }

    private static MethodHandle syscall(MemoryLayout... arguments) {
        return link(
                "syscall",
                FunctionDescriptor.of(JAVA_LONG, JAVA_LONG).appendArgumentLayouts(arguments),
                Linker.Option.captureCallState("errno"),
                Linker.Option.firstVariadicArg(1));
    }

    @SuppressWarnings("restricted") // the signatures above are the headers'
    private static MethodHandle link(String name, FunctionDescriptor signature, Linker.Option... options) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), signature, options);
    }
}
