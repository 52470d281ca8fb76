package org.sluice.itest.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The result as Markdown: a table a case, medians, each beside its ratio to the first contestant. */
final class Report {

    private final StringBuilder head = new StringBuilder();
    private final StringBuilder text = new StringBuilder();
    private final Neighbours neighbours = new Neighbours();

    /** @param command that makes it */
    Report(String command) throws IOException {
        head.append("# Results\n\n");
        head.append("Measured by `")
                .append(command)
                .append("` on ")
                .append(machine())
                .append(".\n");
        head.append(
                "Unless said otherwise the contestants of a table took turns, each into an empty directory on tmpfs, over loopback where there\n");
        head.append(
                "are two sides. Medians; compare figures of one table only. Ratio: how much longer than the first.\n");
    }

    private static String machine() throws IOException {
        String processor = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 2))
                .findFirst()
                .orElse("an unknown processor");
        return Runtime.getRuntime().availableProcessors() + " cores of " + processor + ", Linux "
                + System.getProperty("os.version").replaceFirst("-.*", "") + ", Java " + Runtime.version();
    }

    /** A paragraph under a heading. */
    void say(String title, String paragraph) {
        text.append("\n## ")
                .append(title)
                .append("\n\n")
                .append(paragraph.stripTrailing())
                .append("\n");
    }

    void hashing(double gigabytesPerSecond) {
        say(
                "BLAKE3, one thread",
                String.format(Locale.ROOT, "%.1f GB/s over 4 MiB in the cache, by vectors", gigabytesPerSecond));
    }

    void table(String title, long bytes, Map<String, List<Contestant.Run>> runs) {
        text.append("\n## ").append(capital(title)).append("\n\n");
        text.append(
                "| | seconds | ratio | GB/s | CPU sender, ns/B | CPU receiver, ns/B |\n|---|---|---|---|---|---|\n");
        double first = median(runs.values().iterator().next(), Contestant.Run::seconds);
        runs.forEach((name, all) -> {
            double seconds = median(all, Contestant.Run::seconds);
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %.2f | %.2f | %.2f | %s | %s |%n",
                    name,
                    seconds,
                    seconds / first,
                    bytes / seconds / 1e9,
                    perByte(median(all, Contestant.Run::sender), bytes),
                    perByte(median(all, Contestant.Run::receiver), bytes)));
        });
    }

    /** Processor time a byte; a dash where there is no such side, or nobody counts for it. */
    private static String perByte(double seconds, long bytes) {
        return seconds == 0 ? "–" : String.format(Locale.ROOT, "%.2f", seconds * 1e9 / bytes);
    }

    private static String capital(String title) {
        return Character.toUpperCase(title.charAt(0)) + title.substring(1);
    }

    private static double median(List<Contestant.Run> runs, ToDoubleFunction<Contestant.Run> figure) {
        double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    String text() throws IOException {
        return head + neighbours.sentence() + "\n" + text;
    }
}
