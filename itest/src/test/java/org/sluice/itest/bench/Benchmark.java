package org.sluice.itest.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Runs the cases and writes the result: each contestant in turn, over and over, into a directory emptied before; the first
 * rounds are discarded, and the medians of the others count. {@code itest/benchmark} starts it.
 */
final class Benchmark {

    private static final int WARM_UP = 4;
    private static final int ROUNDS = 7;

    private final Path sluice;
    private final Path place;
    private final Path out;
    private final Report report = new Report();

    private Benchmark(Path sluice, Path place) throws IOException {
        this.sluice = sluice;
        this.place = place;
        this.out = place.resolve("out");
    }

    /** Arguments: the program, a directory on a file system to measure on, and the file for the result. */
    public static void main(String[] arguments) throws Exception {
        Path place = Path.of(arguments[1]);
        Benchmark benchmark = new Benchmark(Path.of(arguments[0]), place);
        Commands.empty(place);
        try {
            benchmark.run();
        } finally {
            Commands.run(List.of("rm", "-rf", place.toString()), Map.of());
        }
        Files.writeString(Path.of(arguments[2]), benchmark.report.text());
        System.out.println(benchmark.report.text());
    }

    private void run() throws Exception {
        report.hashing(Hashing.gigabytesPerSecond());
        Path large = Files.createDirectories(place.resolve("large"));
        fill(large.resolve("file"), 1 << 30);
        Path small = place.resolve("small");
        for (int i = 0; i < 50_000; i++) {
            Path directory = small.resolve("d" + i / 1000);
            if (i % 1000 == 0) {
                Files.createDirectories(directory);
            }
            fill(directory.resolve("f" + i), 4096);
        }
        Commands.empty(out);
        Path home = place.resolve("home");
        Process serving = serve(home);
        try (Servers servers = new Servers(place.resolve("servers"), out);
                RunningSluice running = new RunningSluice(sluice, home);
                BufferedReader announced = serving.inputReader()) {
            String address = announced.readLine().replaceFirst("listening on ", "");
            Commands.Served served = () -> Cpu.own(serving.pid());
            for (Path source : List.of(large, small)) {
                String what = source.equals(large) ? "1 GiB in one file" : "50,000 files of 4 KiB";
                long bytes = source.equals(large) ? 1 << 30 : 50_000L << 12;
                List<String> push = List.of("push", source + "/", address + ":/in");
                measure(
                        "push",
                        what,
                        bytes,
                        List.of(
                                running.contestant("sluice push, TLS, running", String.join(" ", push), served),
                                whole("sluice push, TLS, whole process", home, push, served),
                                servers.overSsh(source, out),
                                servers.toDaemon(source)));
                List<String> copy = List.of("copy", source + "/", out.toString());
                measure(
                        "copy",
                        what,
                        bytes,
                        List.of(
                                running.contestant(
                                        "sluice copy, running", String.join(" ", copy), Commands.Served.NONE),
                                whole("sluice copy, whole process", home, copy, Commands.Served.NONE),
                                Commands.contestant(
                                        "cp -a",
                                        List.of("cp", "-a", source + "/.", out.toString()),
                                        Map.of(),
                                        Commands.Served.NONE)));
            }
        } finally {
            serving.destroy();
            serving.waitFor();
        }
    }

    /** A peer that trusts itself: client and server share their state. */
    private Process serve(Path home) throws Exception {
        Map<String, String> environment = Map.of("SLUICE_HOME", home.toString());
        Commands.run(List.of(sluice.toString(), "peer", "show"), environment);
        ProcessBuilder show = new ProcessBuilder(sluice.toString(), "peer", "show");
        show.environment().putAll(environment);
        String shown = new String(show.start().getInputStream().readAllBytes());
        String fingerprint = shown.replaceFirst("(?s).*fingerprint\\s+([0-9a-f]{64}).*", "$1");
        Commands.run(List.of(sluice.toString(), "peer", "trust", fingerprint), environment);
        ProcessBuilder serve =
                new ProcessBuilder(sluice.toString(), "serve", "--listen", "127.0.0.1:0", "--share", "in=" + out);
        serve.environment().putAll(environment);
        return serve.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private Contestant whole(String name, Path home, List<String> arguments, Commands.Served served) {
        List<String> command = new ArrayList<>(List.of(sluice.toString()));
        command.addAll(arguments);
        return Commands.contestant(name, command, Map.of("SLUICE_HOME", home.toString()), served);
    }

    private void measure(String verb, String what, long bytes, List<Contestant> contestants) throws Exception {
        Map<String, List<Contestant.Run>> runs = new LinkedHashMap<>();
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            for (Contestant contestant : contestants) {
                Commands.empty(out);
                Contestant.Run run = contestant.run();
                System.err.printf("%s %s: %s %.2f s%n", verb, what, contestant.name(), run.seconds());
                if (round >= 0) {
                    runs.computeIfAbsent(contestant.name(), name -> new ArrayList<>())
                            .add(run);
                }
            }
        }
        report.table(verb + " of " + what, bytes, runs);
    }

    private static void fill(Path file, int bytes) throws IOException {
        Random random = new Random(bytes);
        byte[] piece = new byte[Math.min(bytes, 1 << 20)];
        random.nextBytes(piece);
        try (var content = Files.newOutputStream(file)) {
            for (int done = 0; done < bytes; done += piece.length) {
                content.write(piece);
            }
        }
    }
}
