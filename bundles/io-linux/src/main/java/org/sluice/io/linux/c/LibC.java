package org.sluice.io.linux.c;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;

/**
 * The functions of the C library that {@link Kernel} calls. Each takes the segment for errno before its own arguments. They are linked
 * in groups, when one of a group is first called: linking all takes 0.3 s of processor time, and a short command calls few.
 */
final class LibC {

    private LibC() {}

    /** What every run calls: looks at files and reads them. */
    record Looking(
            // long syscall(long number, ...): unistd.h; openat2 has no function of its own
            MethodHandle openat2,
            // long syscall(long number, ...): getdents64 has none in every C library
            MethodHandle getdents64,
            // int close(int fd): unistd.h
            MethodHandle close,
            // int statx(int dirfd, const char *path, int flags, unsigned mask, struct statx *buf): sys/stat.h
            MethodHandle statx,
            // ssize_t pread(int fd, void *buf, size_t n, off_t offset): unistd.h
            MethodHandle pread,
            // ssize_t readlinkat(int dirfd, const char *path, char *buf, size_t n): unistd.h
            MethodHandle readlinkat,
            // int fstatfs(int fd, struct statfs *buf): sys/vfs.h
            MethodHandle fstatfs) {

        static final Looking C = new Looking(
                syscall(JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG),
                syscall(JAVA_LONG, ADDRESS, JAVA_LONG),
                function("close", JAVA_INT, JAVA_INT),
                function("statx", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS),
                function("pread", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG),
                function("readlinkat", JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG),
                function("fstatfs", JAVA_INT, JAVA_INT, ADDRESS));
    }

    /** Makes, names and fills files. */
    record Writing(
            // int openat(int dirfd, const char *path, int flags, ...): fcntl.h
            MethodHandle openat,
            // ssize_t pwrite(int fd, const void *buf, size_t n, off_t offset): unistd.h
            MethodHandle pwrite,
            // ssize_t copy_file_range(int in, off_t *inAt, int out, off_t *outAt, size_t n, unsigned flags): unistd.h
            MethodHandle copy_file_range,
            // int symlinkat(const char *target, int dirfd, const char *path): unistd.h
            MethodHandle symlinkat,
            // int linkat(int olddirfd, const char *old, int newdirfd, const char *new, int flags): unistd.h
            MethodHandle linkat,
            // int renameat(int olddirfd, const char *old, int newdirfd, const char *new): stdio.h
            MethodHandle renameat,
            // int unlinkat(int dirfd, const char *path, int flags): unistd.h
            MethodHandle unlinkat,
            // int mkdirat(int dirfd, const char *path, mode_t mode): sys/stat.h
            MethodHandle mkdirat,
            // int mknodat(int dirfd, const char *path, mode_t mode, dev_t dev): sys/stat.h
            MethodHandle mknodat,
            // off_t lseek(int fd, off_t offset, int whence): unistd.h
            MethodHandle lseek,
            // int ftruncate(int fd, off_t length): unistd.h
            MethodHandle ftruncate,
            // int fallocate(int fd, int mode, off_t offset, off_t length): fcntl.h
            MethodHandle fallocate,
            // int ioctl(int fd, unsigned long request, ...): sys/ioctl.h
            MethodHandle ioctl) {

        static final Writing C = new Writing(
                variadic("openat", 3, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
                function("pwrite", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG),
                function("copy_file_range", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT),
                function("symlinkat", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS),
                function("linkat", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT),
                function("renameat", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS),
                function("unlinkat", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT),
                function("mkdirat", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT),
                function("mknodat", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_LONG),
                function("lseek", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT),
                function("ftruncate", JAVA_INT, JAVA_INT, JAVA_LONG),
                function("fallocate", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG),
                variadic("ioctl", 2, JAVA_INT, JAVA_LONG, JAVA_INT));
    }

    /** Sets mode, owner and time. */
    record Settling(
            // int fchmod(int fd, mode_t mode): sys/stat.h
            MethodHandle fchmod,
            // int chmod(const char *path, mode_t mode): sys/stat.h
            MethodHandle chmod,
            // int fchownat(int dirfd, const char *path, uid_t owner, gid_t group, int flags): unistd.h
            MethodHandle fchownat,
            // int fchown(int fd, uid_t owner, gid_t group): unistd.h
            MethodHandle fchown,
            // int utimensat(int dirfd, const char *path, const struct timespec times[2], int flags): sys/stat.h
            MethodHandle utimensat,
            // int futimens(int fd, const struct timespec times[2]): sys/stat.h
            MethodHandle futimens) {

        static final Settling C = new Settling(
                function("fchmod", JAVA_INT, JAVA_INT, JAVA_INT),
                function("chmod", JAVA_INT, ADDRESS, JAVA_INT),
                function("fchownat", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT),
                function("fchown", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
                function("utimensat", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT),
                function("futimens", JAVA_INT, JAVA_INT, ADDRESS));
    }

    /** Makes durable what was written. */
    record Lasting(
            // int sync_file_range(int fd, off_t offset, off_t length, unsigned flags): fcntl.h
            MethodHandle sync_file_range,
            // int fsync(int fd): unistd.h
            MethodHandle fsync,
            // int syncfs(int fd): unistd.h
            MethodHandle syncfs,
            // void sync(void): unistd.h
            MethodHandle sync) {

        static final Lasting C = new Lasting(
                function("sync_file_range", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT),
                function("fsync", JAVA_INT, JAVA_INT),
                function("syncfs", JAVA_INT, JAVA_INT),
                link("sync", FunctionDescriptor.ofVoid()));
    }

    private static final Linker LINKER = Linker.nativeLinker();

    static MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
        return link(name, FunctionDescriptor.of(result, arguments), Linker.Option.captureCallState("errno"));
    }

    private static MethodHandle variadic(String name, int fixed, MemoryLayout... arguments) {
        return link(
                name,
                FunctionDescriptor.of(JAVA_INT, arguments),
                Linker.Option.captureCallState("errno"),
                Linker.Option.firstVariadicArg(fixed));
    }

    static MethodHandle syscall(MemoryLayout... arguments) {
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
