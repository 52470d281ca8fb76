package org.sluice.itest.wan.c;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;

/** The functions of the C library that {@link Kernel} calls. Each takes the segment for errno before its own arguments. */
record LibC(
        // int open(const char *path, int flags, ...): fcntl.h
        MethodHandle open,
        // int ioctl(int fd, unsigned long request, ...): sys/ioctl.h
        MethodHandle ioctl,
        // int close(int fd): unistd.h
        MethodHandle close,
        // ssize_t read(int fd, void *buf, size_t n): unistd.h
        MethodHandle read,
        // ssize_t write(int fd, const void *buf, size_t n): unistd.h
        MethodHandle write,
        // int ppoll(struct pollfd *fds, nfds_t n, const struct timespec *timeout, const sigset_t *mask): poll.h
        MethodHandle ppoll,
        // int sched_setscheduler(pid_t pid, int policy, const struct sched_param *param): sched.h
        MethodHandle sched_setscheduler) {

    private static final Linker LINKER = Linker.nativeLinker();

    /** Binds every function; fails when the C library lacks one. */
    static LibC bind() {
        return new LibC(
                function("open", 2, JAVA_INT, ADDRESS, JAVA_INT),
                function("ioctl", 2, JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
                function("close", 1, JAVA_INT, JAVA_INT),
                // Memory by its address: no object is made for a packet.
                function("read", 3, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG),
                function("write", 3, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG),
                function("ppoll", 4, JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS),
                function("sched_setscheduler", 3, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
    }

    @SuppressWarnings("restricted") // the signatures above are the headers'
    private static MethodHandle function(String name, int fixed, MemoryLayout result, MemoryLayout... arguments) {
        FunctionDescriptor signature = FunctionDescriptor.of(result, arguments);
        Linker.Option errno = Linker.Option.captureCallState("errno");
        return fixed == arguments.length
                ? LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), signature, errno)
                : LINKER.downcallHandle(
                        LINKER.defaultLookup().findOrThrow(name),
                        signature,
                        errno,
                        Linker.Option.firstVariadicArg(fixed));
    }
}
