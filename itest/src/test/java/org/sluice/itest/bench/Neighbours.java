package org.sluice.itest.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * How much of the processors others use while we measure: figures of a busy machine are good beside each other only.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_stat.5.html">proc_stat(5)</a>
 */
final class Neighbours {

    private static final double TICKS = 100;

    /** In the first line: user, nice, system, idle, iowait, irq, softirq, steal. */
    private static final int IDLE = 3;

    private static final int WAITING = 4;
    private static final int STOLEN = 7;

    private final double start = System.nanoTime() / 1e9;
    private final Seconds before = Seconds.now();

    /** Begins to count. */
    Neighbours() throws IOException {}

    /**
     * Processor time so far.
     *
     * @param all of everybody
     * @param ours of this process, and those it started that have ended
     * @param stolen that the host of this machine gave to others
     */
    private record Seconds(double all, double ours, double stolen) {

        static Seconds now() throws IOException {
            double[] spent = Arrays.stream(Files.readAllLines(Path.of("/proc/stat"))
                            .getFirst()
                            .substring("cpu".length())
                            .strip()
                            .split(" "))
                    .mapToDouble(ticks -> Long.parseLong(ticks) / TICKS)
                    .toArray();
            double all = Arrays.stream(spent, 0, STOLEN).sum() - spent[IDLE] - spent[WAITING];
            long self = ProcessHandle.current().pid();
            return new Seconds(all, Cpu.own(self) + Cpu.children(self), spent[STOLEN]);
        }
    }

    /** What they took since we began, as a sentence. */
    String sentence() throws IOException {
        Seconds now = Seconds.now();
        double there = (System.nanoTime() / 1e9 - start) * Runtime.getRuntime().availableProcessors();
        double others = now.all() - before.all() - (now.ours() - before.ours());
        return String.format(
                Locale.ROOT,
                "Meanwhile, what had no part in it took %.0f %% of the processors' time, and the host of this machine %.0f %%.",
                Math.max(0, others) / there * 100,
                (now.stolen() - before.stolen()) / there * 100);
    }
}
