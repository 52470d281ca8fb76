package org.sluice.itest.bench;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Hashing, push and copy, beside rsync and cp. */
final class Foundation implements Suite {

    private final Path sluice;
    private final Path place;
    private final Path out;
    private final Report report;

    Foundation(Path sluice, Path place, Report report) {
        this.sluice = sluice;
        this.place = place;
        this.out = place.resolve("out");
        this.report = report;
    }

    @Override
    public void run() throws Exception {
        report.hashing(Hashing.gigabytesPerSecond());
        Path large = Files.createDirectories(place.resolve("large"));
        Sources.file(large.resolve("file"), 1 << 30);
        Path small = Sources.files(place.resolve("small"), 50_000, 4096);
        Commands.empty(out);
        Path home = place.resolve("home");
        Process serving = Serving.start(sluice, home, List.of(), "127.0.0.1:0", "in=" + out);
        try (Servers servers = new Servers(place.resolve("servers"), out);
                RunningSluice running = new RunningSluice(List.of(sluice.toString()), home);
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

    private Contestant whole(String name, Path home, List<String> arguments, Commands.Served served) {
        return Commands.contestant(
                name,
                Commands.line(List.of(sluice.toString()), arguments),
                Map.of("SLUICE_HOME", home.toString()),
                served);
    }

    private void measure(String verb, String what, long bytes, List<Contestant> contestants) throws Exception {
        report.table(verb + " of " + what, bytes, Rounds.of(contestants, () -> Commands.empty(out)));
    }
}
