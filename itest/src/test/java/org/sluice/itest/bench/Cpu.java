package org.sluice.itest.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Processor time, in seconds, as the kernel counts it in /proc (proc_pid_stat(5)). */
final class Cpu {

    // Linux shows it in hundredths of a second on every platform Java runs on (USER_HZ).
    private static final double TICKS = 100;

    private static final int OWN = 11;
    private static final int CHILDREN = 13;

    private Cpu() {}

    /** Of a process alone. */
    static double own(long pid) throws IOException {
        return sum(pid, OWN);
    }

    /** Of the children that a process has waited for, and theirs. */
    static double children(long pid) throws IOException {
        return sum(pid, CHILDREN);
    }

    private static double sum(long pid, int field) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        // The name, in parentheses, may hold blanks.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[field]) + Long.parseLong(fields[field + 1])) / TICKS;
    }
}
