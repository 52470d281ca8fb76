package org.sluice.itest.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs a suite and writes its result. {@code itest/benchmark} starts it. */
final class Benchmark {

    private Benchmark() {}

    /** Arguments: the suite, the program, a directory on a file system to measure on, and the file for the result. */
    public static void main(String[] arguments) throws Exception {
        Path program = Path.of(arguments[1]).toAbsolutePath();
        Path place = Path.of(arguments[2]).toAbsolutePath();
        Report report = new Report("itest/benchmark " + arguments[0]);
        Suite suite = switch (arguments[0]) {
            case "foundation" -> new Foundation(program, place, report);
            case "compression" -> new Compression(program, place, report);
            case "content" -> new Addressing(program, place, report);
            case "clear" -> new Clear(program, place, report);
            case "wan" -> new Wide(program, place, report);
            case "jmh" -> new Parts(place, report);
            case "lanes" -> new Scaling(program, place, report);
            case "latency" -> new Latency(program, place, report);
            case "local" -> new Local(program, place, report);
            case "plugins" -> new Plugins(program, place, report);
            default -> throw new IllegalArgumentException("there is no suite " + arguments[0]);
        };
        Commands.empty(place);
        try {
            suite.run();
        } finally {
            Commands.run(List.of("rm", "-rf", place.toString()), Map.of());
        }
        Files.writeString(Path.of(arguments[3]), report.text());
        System.out.println(report.text());
    }
}
