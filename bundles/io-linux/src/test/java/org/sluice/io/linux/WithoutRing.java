package org.sluice.io.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.sluice.tck.ContractRun;

/** Runs tests in a process that a seccomp filter forbids io_uring_setup, as containers do. */
final class WithoutRing {

    // linux/prctl.h, linux/seccomp.h
    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final long SYS_SECCOMP = System.getProperty("os.arch").equals("aarch64") ? 277 : 317;
    private static final int SECCOMP_SET_MODE_FILTER = 1;
    private static final int SECCOMP_FILTER_FLAG_TSYNC = 1;
    private static final int SECCOMP_RET_ALLOW = 0x7fff0000;
    private static final int SECCOMP_RET_ERRNO = 0x00050000;
    private static final int EPERM = 1;
    private static final int IO_URING_SETUP = 425;

    // linux/bpf_common.h
    private static final int LOAD_WORD = 0x20;
    private static final int JUMP_IF_EQUAL = 0x15;
    private static final int RETURN = 0x06;

    private WithoutRing() {}

    public static void main(String[] classes) throws Throwable {
        forbidRings();
        boolean held = true;
        for (String name : classes) {
            ContractRun run = ContractRun.of(Class.forName(name));
            System.out.println(name + ": " + run.held().size() + " held, failed: " + run.failed());
            held &= run.failed().isEmpty();
        }
        System.exit(held ? 0 : 1);
    }

    @SuppressWarnings("restricted")
    private static void forbidRings() throws Throwable {
        Linker linker = Linker.nativeLinker();
        MethodHandle prctl = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("prctl"),
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                Linker.Option.firstVariadicArg(1));
        MethodHandle syscall = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("syscall"),
                FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS),
                Linker.Option.firstVariadicArg(1));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment filter = arena.allocate(4 * 8, 8);
            instruction(filter, 0, LOAD_WORD, 0, 0, 0);
            instruction(filter, 1, JUMP_IF_EQUAL, 0, 1, IO_URING_SETUP);
            instruction(filter, 2, RETURN, 0, 0, SECCOMP_RET_ERRNO | EPERM);
            instruction(filter, 3, RETURN, 0, 0, SECCOMP_RET_ALLOW);
            MemorySegment program = arena.allocate(16, 8);
            program.set(JAVA_SHORT, 0, (short) 4);
            program.set(ADDRESS, 8, filter);
            if ((int) prctl.invokeExact(PR_SET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L) != 0) {
                throw new IllegalStateException("PR_SET_NO_NEW_PRIVS");
            }
            long answer = (long) syscall.invokeExact(
                    SYS_SECCOMP, (long) SECCOMP_SET_MODE_FILTER, (long) SECCOMP_FILTER_FLAG_TSYNC, program);
            if (answer != 0) {
                throw new IllegalStateException("seccomp: " + answer);
            }
        }
    }

    private static void instruction(MemorySegment filter, int index, int code, int whenTrue, int whenFalse, int k) {
        long at = index * 8L;
        filter.set(JAVA_SHORT, at, (short) code);
        filter.set(java.lang.foreign.ValueLayout.JAVA_BYTE, at + 2, (byte) whenTrue);
        filter.set(java.lang.foreign.ValueLayout.JAVA_BYTE, at + 3, (byte) whenFalse);
        filter.set(JAVA_INT, at + 4, k);
    }
}
