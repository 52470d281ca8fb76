package org.sluice.transport.tcp.c;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * sendfile(2) of Linux. Answers as the kernel does: the bytes that were moved, or the error number negated. A call that a signal
 * interrupted is made again.
 */
public final class Sendfile {

    // asm-generic/errno-base.h and errno.h; x86-64 and aarch64 share them.
    private static final int EINTR = 4;
    private static final int EIO = 5;
    private static final int EAGAIN = 11;
    private static final int EINVAL = 22;
    private static final int ENOSYS = 38;
    private static final int EOPNOTSUPP = 95;
    private static final int ESTALE = 116;

    private static final Optional<MethodHandle> FUNCTION = bind();

    /** What a thread's calls need memory for: errno, and the position. */
    private record Room(MemorySegment state, MemorySegment position) {

        static Room allocate() {
            Arena memory = Arena.ofAuto();
            return new Room(memory.allocate(Linker.Option.captureStateLayout()), memory.allocate(JAVA_LONG));
        }
    }

    private static final ThreadLocal<Room> ROOMS = ThreadLocal.withInitial(Room::allocate);

    private Sendfile() {}

    @SuppressWarnings("restricted") // the signature is the header's
    private static Optional<MethodHandle> bind() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return Optional.empty();
        }
        Linker linker = Linker.nativeLinker();
        // ssize_t sendfile(int out, int in, off_t *offset, size_t count): sys/sendfile.h
        return linker.defaultLookup()
                .find("sendfile")
                .map(address -> linker.downcallHandle(
                        address,
                        FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG),
                        Linker.Option.captureCallState("errno")));
    }

    /** Whether this system has it. */
    public static boolean isThere() {
        return FUNCTION.isPresent();
    }

    /** Moves up to {@code count} bytes from a position of {@code in} to the socket {@code out}. */
    public static long sendfile(int out, int in, long position, long count) {
        MethodHandle function = FUNCTION.orElseThrow();
        Room room = ROOMS.get();
        room.position.set(JAVA_LONG, 0, position);
        try {
            long moved;
            do {
                moved = (long) function.invokeExact(room.state, out, in, room.position, count);
                if (moved < 0) {
                    moved = -room.state.get(JAVA_INT, 0);
                }
            } while (moved == -EINTR);
            return moved;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Whether the socket takes no more for now. */
    public static boolean isFull(long answer) {
        return answer == -EAGAIN;
    }

    /** Whether an error is the file's: it cannot be read, or not in this way. */
    public static boolean isOfFile(long answer) {
        return answer == -EIO || answer == -EINVAL || answer == -ENOSYS || answer == -EOPNOTSUPP || answer == -ESTALE;
    }

    /** For messages. */
    public static String name(long answer) {
        return "errno " + -answer;
    }
}
