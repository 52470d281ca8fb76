package org.sluice.itest.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sluice.itest.wan.Fate;
import org.sluice.itest.wan.Shape;
import org.sluice.itest.wan.Wan;

/** How much of a long path pushes fill, beside iperf3 and rsync: 50 ms there and back, whole pushes in running peers. */
final class Wide implements Suite {

    private static final String SHARE = "in=";
    private static final int ROUNDS = 3;
    private static final int SECONDS = 12;
    private static final int MEGABIT = 1_000_000;

    private static final Map<String, String> FORCE_TCP = Map.of("SLUICE_FORCE_TCP", "true");
    private static final List<String> PREFER_QUIC = List.of("transports", "prefer", "quic");

    /** In what a shell says at the end of a push. */
    private static final Pattern PATH = Pattern.compile("path: (.*? x\\d+),");

    private final Path sluice;
    private final Path place;
    private final Path out;
    private final Report report;

    Wide(Path sluice, Path place, Report report) {
        this.sluice = sluice;
        this.place = place;
        this.out = place.resolve("out");
        this.report = report;
    }

    /** One way to bring a file through. */
    private interface Way {

        /** Bits a second, of contents. */
        double goodput() throws Exception;
    }

    @Override
    public void run() throws Exception {
        Shape shape = Shape.NONE.with("rtt", "50ms");
        try (Wan wan = Wan.open("bw" + ProcessHandle.current().pid() % 100_000, shape, 1500, 1)) {
            for (String rate : List.of("100", "300")) {
                Path source = Files.createDirectories(place.resolve("source-" + rate));
                int size = Integer.parseInt(rate) * MEGABIT / 8 * SECONDS;
                Sources.file(source.resolve("file"), size);
                Path warmUp = Files.createDirectories(place.resolve("warm-up"));
                Sources.file(warmUp.resolve("file"), size / 2);
                for (String loss : List.of("0%", "1%")) {
                    wan.shape(shape.with("rate", rate + "mbit").with("loss", loss));
                    String title = rate + " Mbit/s, " + loss.replace("%", " %") + " lost";
                    report.say(title, over(wan, place.resolve("homes-" + rate + loss.charAt(0)), warmUp, source));
                }
                Commands.empty(source);
            }
        }
    }

    private String over(Wan wan, Path homes, Path warmUp, Path source) throws Exception {
        Commands.empty(out);
        Goodput figures = new Goodput(wan.shape().rate());
        long size = Files.size(source.resolve("file"));
        String share = SHARE + out;
        try (Farside farside = new Farside(wan, homes.resolve("others"), out);
                Peers chosen = new Peers(sluice, homes.resolve("chosen"), wan, share, Map.of(), List.of());
                Peers quic = new Peers(sluice, homes.resolve("quic"), wan, share, Map.of(), List.of(PREFER_QUIC));
                Peers tcp = new Peers(sluice, homes.resolve("tcp"), wan, share, FORCE_TCP, List.of())) {
            String proof = path(push(chosen, warmUp));
            for (Peers others : List.of(quic, tcp)) {
                Commands.empty(out);
                push(others, warmUp);
            }
            String[] said = {"", "", ""};
            for (int round = 0; round < ROUNDS; round++) {
                figure(figures, wan, "iperf3 -C bbr", () -> farside.iperf(SECONDS));
                figure(
                        figures,
                        wan,
                        "sluice push, by what it chose",
                        () -> timed(size, () -> said[0] = push(chosen, source)));
                figure(
                        figures,
                        wan,
                        "sluice push, by QUIC alone",
                        () -> timed(size, () -> said[1] = push(quic, source)));
                figure(figures, wan, "sluice push, by TCP alone", () -> timed(size, () -> said[2] = push(tcp, source)));
                figure(
                        figures,
                        wan,
                        "rsync to a daemon, in clear",
                        () -> timed(size, () -> Commands.run(farside.rsync(source), Map.of())));
            }
            return figures.table() + "\nThe first push found: `" + proof + "`; what the last ones said: `"
                    + path(said[0]) + "`, `" + path(said[1]) + "`, `" + path(said[2]) + "`.";
        }
    }

    private String push(Peers peers, Path source) throws Exception {
        return peers.say("push " + source + "/ " + peers.location("in"));
    }

    private void figure(Goodput figures, Wan wan, String name, Way way) throws Exception {
        Commands.empty(out);
        long passed = wan.there(Fate.PASSED);
        long dropped = wan.there(Fate.DROPPED);
        double goodput = way.goodput();
        double drops = wan.there(Fate.DROPPED) - dropped;
        figures.add(name, new Goodput.Sample(goodput, drops / (drops + wan.there(Fate.PASSED) - passed)));
    }

    private static double timed(long size, Rounds.Preparation work) throws Exception {
        long start = System.nanoTime();
        work.prepare();
        return size * 8.0 / ((System.nanoTime() - start) / 1e9);
    }

    private static String path(String said) {
        Matcher path = PATH.matcher(said);
        return path.find() ? path.group(1) : said;
    }
}
