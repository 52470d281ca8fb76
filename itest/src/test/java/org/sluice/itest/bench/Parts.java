package org.sluice.itest.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What single parts cost, by JMH, whose benchmarks lie among the tests of each bundle. */
final class Parts implements Suite {

    /** Where the bundles' tests and all they need are found. */
    private static final String CLASS_PATH = "SLUICE_JMH_CLASS_PATH";

    /** An extra line of JMH's for each benchmark: bytes. */
    private static final String ALLOCATED = ":gc.alloc.rate.norm";

    private static final double MEBIBYTE = 1 << 20;

    private final Path place;
    private final Report report;

    Parts(Path place, Report report) {
        this.place = place;
        this.report = report;
    }

    /** Benchmarks that are one table. */
    private enum Group {
        MESSAGES(
                "MessageBenchmark",
                "Messages of the control stream",
                "ENTRIES: 1,024 entries of a manifest; WANT: 1,024 ids; PING: nothing. What an operation is: one message."),
        RECORDS(
                "RecordBenchmark",
                "Records of a stream",
                "So many bytes are sent and received by the two halves of a stream in one thread, without a network or encryption. What an"
                        + " operation is: that once."),
        LANES(
                "LaneBenchmark",
                "Lanes",
                "One lane between files and a stream that are memory, BLAKE3 included: 4 KiB files in packs, a large file in ranges of 4 MiB;"
                        + " received is what nobody has asked for, so that nothing is written. What an operation is: one MiB.");

        private final String benchmark;
        private final String title;
        private final String paragraph;

        Group(String benchmark, String title, String paragraph) {
            this.benchmark = benchmark;
            this.title = title;
            this.paragraph = paragraph;
        }

        /** Bytes that an operation moves, where it moves contents. */
        private Optional<Double> bytes(String parameter) {
            return switch (this) {
                case MESSAGES -> Optional.empty();
                case RECORDS -> Optional.of(Double.parseDouble(parameter));
                case LANES -> Optional.of(MEBIBYTE);
            };
        }
    }

    /** One benchmark with one parameter. */
    private static final class Figures {
        private double nanos;
        private double error;
        private double allocated;
    }

    @Override
    public void run() throws Exception {
        Path result = place.resolve("jmh.csv");
        Process jmh = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getenv(CLASS_PATH),
                        "org.openjdk.jmh.Main",
                        "-prof",
                        "gc",
                        "-rf",
                        "csv",
                        "-rff",
                        result.toString())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.to(new File("/dev/stderr")))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (jmh.waitFor() != 0) {
            throw new IOException("JMH ends with " + jmh.exitValue());
        }
        List<List<String>> rows =
                Files.readAllLines(result).stream().map(Parts::cells).toList();
        for (Group group : Group.values()) {
            report.say(group.title, group.paragraph + "\n\n" + table(group, rows));
        }
    }

    private static String table(Group group, List<List<String>> rows) {
        Map<List<String>, Figures> found = new LinkedHashMap<>();
        for (List<String> row : rows) {
            String name = row.getFirst();
            int begin = name.indexOf("." + group.benchmark + ".");
            if (begin >= 0) {
                String method = name.substring(begin + group.benchmark.length() + 2);
                add(found, method, row);
            }
        }
        StringBuilder text = new StringBuilder("| | nanoseconds | GB/s | bytes allocated |\n|---|---|---|---|\n");
        found.forEach((name, figures) -> text.append(String.format(
                Locale.ROOT,
                "| %s | %,.0f ± %,.0f | %s | %,.0f |%n",
                String.join(", ", name),
                figures.nanos,
                figures.error,
                group.bytes(name.getLast())
                        .map(bytes -> String.format(Locale.ROOT, "%.2f", bytes / figures.nanos))
                        .orElse("–"),
                figures.allocated)));
        return text.toString();
    }

    /** Benchmark, mode, threads, samples, score, error, unit and parameters, of which each benchmark has one. */
    private static void add(Map<List<String>, Figures> found, String method, List<String> row) {
        String parameter = row.subList(7, row.size()).stream()
                .filter(cell -> !cell.isEmpty())
                .findFirst()
                .orElseThrow();
        int extra = method.indexOf(':');
        String name = extra < 0 ? method : method.substring(0, extra);
        Figures figures = found.computeIfAbsent(List.of(name, parameter), n -> new Figures());
        if (extra < 0) {
            figures.nanos = Double.parseDouble(row.get(4));
            figures.error = Double.parseDouble(row.get(5));
        } else if (method.endsWith(ALLOCATED)) {
            figures.allocated = Double.parseDouble(row.get(4));
        }
    }

    /** JMH writes no comma within a cell. */
    private static List<String> cells(String line) {
        return List.of(line.replace("\"", "").split(",", -1));
    }
}
