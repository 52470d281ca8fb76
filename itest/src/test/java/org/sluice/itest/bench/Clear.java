package org.sluice.itest.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;

/**
 * A push in clear, with TLS and by QUIC, beside rsync and beside a pair of processes that do nothing but what the kernel must do; and whether
 * two connections of QUIC bring more than one.
 */
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

    private static final Map<String, String> TCP = Map.of("SLUICE_FORCE_TCP", "true");
    private static final List<String> QUIC = List.of("transports", "prefer", "quic");

    /** A peer that trusts itself, and shells that push to it, a source each. */
    private final class Pair implements AutoCloseable {

        private final Process serving;
        private final List<RunningSluice> running = new ArrayList<>();
        private final List<String> pushes = new ArrayList<>();

        Pair(Path home, List<Path> sources, Map<String, String> environment, List<String> trust, List<String> before)
                throws Exception {
            serving = Serving.start(sluice, home, List.of(), "127.0.0.1:0", "in=" + out);
            BufferedReader announced = serving.inputReader();
            String address = announced.readLine().replaceFirst("listening on ", "");
            String fingerprint = announced.readLine().replaceFirst("fingerprint ", "");
            List<String> trusting = new ArrayList<>(List.of("peer", "trust", fingerprint));
            trusting.addAll(trust);
            say(home, trusting);
            if (!before.isEmpty()) {
                say(home, before);
            }
            for (Path source : sources) {
                running.add(new RunningSluice(List.of(sluice.toString()), home, environment));
                pushes.add("push " + source + "/ " + address + ":/in");
            }
        }

        private void say(Path home, List<String> command) throws Exception {
            Commands.run(Commands.line(List.of(sluice.toString()), command), Map.of("SLUICE_HOME", home.toString()));
        }

        /** All shells push at once. */
        Contestant contestant(String name) {
            return new Contestant() {
                @Override
                public String name() {
                    return name;
                }

                @Override
                public Run run() throws Exception {
                    double sender = senders();
                    double receiver = Cpu.own(serving.pid());
                    long start = System.nanoTime();
                    List<FutureTask<String>> said = new ArrayList<>();
                    for (int number = 0; number < pushes.size(); number++) {
                        RunningSluice shell = running.get(number);
                        String push = pushes.get(number);
                        FutureTask<String> end = new FutureTask<>(() -> shell.say(push));
                        said.add(end);
                        Thread.ofPlatform().start(end);
                    }
                    for (FutureTask<String> end : said) {
                        end.get();
                    }
                    double seconds = (System.nanoTime() - start) / 1e9;
                    return new Run(seconds, senders() - sender, Cpu.own(serving.pid()) - receiver);
                }
            };
        }

        private double senders() throws IOException {
            double all = 0;
            for (RunningSluice shell : running) {
                all += shell.cpu();
            }
            return all;
        }

        @Override
        public void close() throws IOException {
            for (RunningSluice shell : running) {
                shell.close();
            }
            serving.destroy();
            serving.onExit().join();
        }
    }

    @Override
    public void run() throws Exception {
        Path source = Files.createDirectories(place.resolve("source"));
        Sources.file(source.resolve("file"), SIZE);
        List<Path> halves = List.of(place.resolve("half-1"), place.resolve("half-2"));
        for (Path half : halves) {
            Sources.file(Files.createDirectories(half).resolve(half.getFileName()), SIZE / 2);
        }
        Commands.empty(out);
        Path bare = place.resolve("bare");
        Commands.run(List.of("gcc", "-O2", "-Wall", "-o", bare.toString(), PROGRAM.toString()), Map.of());
        Process receiving = new ProcessBuilder(bare.toString(), "receive", out.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (Servers servers = new Servers(place.resolve("servers"), out);
                Pair clear = new Pair(place.resolve("clear"), List.of(source), TCP, List.of("--clear"), List.of());
                Pair tls = new Pair(place.resolve("tls"), List.of(source), TCP, List.of(), List.of());
                Pair quic = new Pair(place.resolve("quic"), List.of(source), Map.of(), List.of(), QUIC);
                Pair twice = new Pair(place.resolve("twice"), halves, Map.of(), List.of(), QUIC)) {
            String port = receiving.inputReader().readLine();
            Contestant inClear = clear.contestant("sluice push in clear, running");
            Contestant byTls = tls.contestant("sluice push, TLS, running");
            Contestant byQuic = quic.contestant("sluice push, QUIC, running");
            Contestant byTwo = twice.contestant("two sluice pushes of 512 MiB each at once, QUIC, running");
            report.say(
                    "Pushes of 1 GiB in one file by processes that have just been started",
                    Beginnings.EXPLAINED + "\n\n"
                            + Beginnings.table(List.of(inClear, byTls, byQuic, byTwo), () -> Commands.empty(out)));
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
                    inClear,
                    servers.toDaemon(source),
                    byTls,
                    servers.overSsh(source, out),
                    byQuic,
                    byTwo);
            report.table("push of 1 GiB in one file", SIZE, Rounds.of(contestants, () -> Commands.empty(out)));
        } finally {
            receiving.destroy();
            receiving.waitFor();
        }
    }
}
