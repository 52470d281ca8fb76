package org.sluice.itest.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A push in clear and with TLS, beside rsync and beside a pair of processes that do nothing but what the kernel must do. */
final class Clear implements Suite {

    private static final Path PROGRAM = Path.of("itest/src/test/c/bare.c");
    private static final int SIZE = 1 << 30;

    private final Path sluice;
    private final Path place;
    private final Path out;
    private final Report report;

    Clear(Path sluice, Path place, Report report) {
        this.sluice = sluice;
        this.place = place;
        this.out = place.resolve("out");
        this.report = report;
    }

    /** A peer that trusts itself, and a shell that pushes to it. */
    private final class Pair implements AutoCloseable {

        private final Process serving;
        private final RunningSluice running;
        private final String push;

        Pair(Path home, Path source, String... trust) throws Exception {
            serving = Serving.start(sluice, home, List.of(), "127.0.0.1:0", "in=" + out);
            BufferedReader announced = serving.inputReader();
            String address = announced.readLine().replaceFirst("listening on ", "");
            String fingerprint = announced.readLine().replaceFirst("fingerprint ", "");
            List<String> trusting = new ArrayList<>(List.of(sluice.toString(), "peer", "trust", fingerprint));
            trusting.addAll(Arrays.asList(trust));
            Commands.run(trusting, Map.of("SLUICE_HOME", home.toString()));
            running = new RunningSluice(List.of(sluice.toString()), home, Map.of("SLUICE_FORCE_TCP", "true"));
            push = "push " + source + "/ " + address + ":/in";
        }

        Contestant contestant(String name) {
            return running.contestant(name, push, () -> Cpu.own(serving.pid()));
        }

        @Override
        public void close() throws IOException {
            running.close();
            serving.destroy();
            serving.onExit().join();
        }
    }

    @Override
    public void run() throws Exception {
        Path source = Files.createDirectories(place.resolve("source"));
        Sources.file(source.resolve("file"), SIZE);
        Commands.empty(out);
        Path bare = place.resolve("bare");
        Commands.run(List.of("gcc", "-O2", "-Wall", "-o", bare.toString(), PROGRAM.toString()), Map.of());
        Process receiving = new ProcessBuilder(bare.toString(), "receive", out.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (Servers servers = new Servers(place.resolve("servers"), out);
                Pair clear = new Pair(place.resolve("clear"), source, "--clear");
                Pair tls = new Pair(place.resolve("tls"), source)) {
            String port = receiving.inputReader().readLine();
            List<Contestant> contestants = List.of(
                    Commands.contestant(
                            "a bare pair: sendfile, recv and write",
                            List.of(
                                    bare.toString(),
                                    "send",
                                    port,
                                    source.resolve("file").toString()),
                            Map.of(),
                            () -> Cpu.own(receiving.pid())),
                    clear.contestant("sluice push in clear, running"),
                    servers.toDaemon(source),
                    tls.contestant("sluice push, TLS, running"),
                    servers.overSsh(source, out));
            report.table("push of 1 GiB in one file", SIZE, Rounds.of(contestants, () -> Commands.empty(out)));
        } finally {
            receiving.destroy();
            receiving.waitFor();
        }
    }
}
