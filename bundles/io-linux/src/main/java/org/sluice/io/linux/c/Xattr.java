package org.sluice.io.linux.c;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.sluice.io.linux.c.LibC.function;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The system calls of sys/xattr.h as one thread makes them; every method answers as those of {@link Kernel} do. */
public final class Xattr {

    /** Most that a name, a list of names and a value have, of linux/limits.h, in bytes. */
    public static final int XATTR_NAME_MAX = 255;

    public static final int XATTR_LIST_MAX = 65536;
    public static final int XATTR_SIZE_MAX = 65536;

    private record Functions(
            // ssize_t flistxattr(int fd, char *list, size_t size)
            MethodHandle flistxattr,
            // ssize_t fgetxattr(int fd, const char *name, void *value, size_t size)
            MethodHandle fgetxattr,
            // int fsetxattr(int fd, const char *name, const void *value, size_t size, int flags)
            MethodHandle fsetxattr,
            // int fremovexattr(int fd, const char *name)
            MethodHandle fremovexattr,
            // ssize_t listxattr(const char *path, char *list, size_t size)
            MethodHandle listxattr,
            // ssize_t getxattr(const char *path, const char *name, void *value, size_t size)
            MethodHandle getxattr,
            // int setxattr(const char *path, const char *name, const void *value, size_t size, int flags)
            MethodHandle setxattr,
            // int removexattr(const char *path, const char *name)
            MethodHandle removexattr,
            // ssize_t llistxattr(const char *path, char *list, size_t size)
            MethodHandle llistxattr,
            // long syscall(long number, ...): listxattrat has no function in any C library yet
            MethodHandle listxattrat) {

        static Functions bind() {
            return new Functions(
                    function("flistxattr", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG),
                    function("fgetxattr", JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG),
                    function("fsetxattr", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT),
                    function("fremovexattr", JAVA_INT, JAVA_INT, ADDRESS),
                    function("listxattr", JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG),
                    function("getxattr", JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG),
                    function("setxattr", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT),
                    function("removexattr", JAVA_INT, ADDRESS, ADDRESS),
                    function("llistxattr", JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG),
                    LibC.syscall(JAVA_LONG, ADDRESS, JAVA_INT, ADDRESS, JAVA_LONG));
        }
    }

    private static final Functions C = Functions.bind();

    private final MemorySegment state;

    /** @param memory where errno comes to; as long as this object is used */
    public Xattr(Arena memory) {
        state = memory.allocate(Linker.Option.captureStateLayout());
    }

    public int flistxattr(int fd, MemorySegment list) {
        try {
            return answer((long) C.flistxattr().invokeExact(state, fd, list, list.byteSize()));
        } catch (Throwable t) {
            throw Kernel.unexpected(t);
        }
    }

    public int fgetxattr(int fd, MemorySegment name, MemorySegment value) {
        try {
            return answer((long) C.fgetxattr().invokeExact(state, fd, name, value, value.byteSize()));
        } catch (Throwable t) {
            throw Kernel.unexpected(t);
        }
    }

    public int fsetxattr(int fd, MemorySegment name, MemorySegment value) {
        try {
            return answer((int) C.fsetxattr().invokeExact(state, fd, name, value, value.byteSize(), 0));
        } catch (Throwable t) {
            throw Kernel.unexpected(t);
        }
    }

    public int fremovexattr(int fd, MemorySegment name) {
        try {
            return answer((int) C.fremovexattr().invokeExact(state, fd, name));
        } catch (Throwable t) {
            throw Kernel.unexpected(t);
        }
    }

    public int listxattr(MemorySegment path, MemorySegment list) {
        try {
            return answer((long) C.listxattr().invokeExact(state, path, list, list.byteSize()));
        } catch (Throwable t) {
            throw Kernel.unexpected(t);
        }
    }

    public int getxattr(MemorySegment path, MemorySegment name, MemorySegment value) {
        try {
            return answer((long) C.getxattr().invokeExact(state, path, name, value, value.byteSize()));
        } catch (Throwable t) {
            throw Kernel.unexpected(t);
        }
    }

    public int setxattr(MemorySegment path, MemorySegment name, MemorySegment value) {
        try {
            return answer((int) C.setxattr().invokeExact(state, path, name, value, value.byteSize(), 0));
        } catch (Throwable t) {
            throw Kernel.unexpected(t);
        }
    }

    public int removexattr(MemorySegment path, MemorySegment name) {
        try {
            return answer((int) C.removexattr().invokeExact(state, path, name));
        } catch (Throwable t) {
            throw Kernel.unexpected(t);
        }
    }

    /** Lists those of what a path names, a symbolic link itself. */
    public int llistxattr(MemorySegment path, MemorySegment list) {
        try {
            return answer((long) C.llistxattr().invokeExact(state, path, list, list.byteSize()));
        } catch (Throwable t) {
            throw Kernel.unexpected(t);
        }
    }

    /** Lists those of a name in a directory, of a symbolic link itself; of Linux 6.13. */
    public int listxattrat(int directory, MemorySegment name, MemorySegment list) {
        try {
            return answer((long) C.listxattrat()
                    .invokeExact(
                            state,
                            Fcntl.SYS_listxattrat,
                            (long) directory,
                            name,
                            Fcntl.AT_SYMLINK_NOFOLLOW,
                            list,
                            list.byteSize()));
        } catch (Throwable t) {
            throw Kernel.unexpected(t);
        }
    }

    private int answer(long result) {
        return (int) (result >= 0 ? result : -state.get(JAVA_INT, 0));
    }
}
