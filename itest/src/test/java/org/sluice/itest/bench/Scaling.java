package org.sluice.itest.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sluice.itest.wan.Fate;
import org.sluice.itest.wan.Shape;
import org.sluice.itest.wan.Wan;

/** What more lanes bring and cost: pushes over 50 ms and 300 Mbit/s with a number of lanes that is fixed, by each transport. */
final class Scaling implements Suite {

    private static final int[] LANES = {1, 2, 4, 8, 16, 32, 64, 128, 256};
    private static final double RATE = 300e6;
    private static final int SECONDS = 6;

    /** So that the most lanes have some of them each. */
    private static final String CHUNK = "512KB";

    private static final Pattern USED = Pattern.compile("path: .*? x(\\d+),");

    private final Path sluice;
    private final Path place;
    private final Path out;
    private final Report report;

    Scaling(Path sluice, Path place, Report report) {
        this.sluice = sluice;
        this.place = place;
        this.out = place.resolve("out");
        this.report = report;
    }

    /** How contents travel. */
    private enum By {
        TCP(Map.of("SLUICE_FORCE_TCP", "true"), List.of()),
        QUIC(Map.of(), List.of(List.of("transports", "prefer", "quic")));

        private final Map<String, String> environment;
        private final List<List<String>> before;

        By(Map<String, String> environment, List<List<String>> before) {
            this.environment = environment;
            this.before = before;
        }

        private Map<String, String> environment(int lanes) {
            Map<String, String> all = new HashMap<>(environment);
            all.put("SLUICE_LANES", Integer.toString(lanes));
            all.put("SLUICE_BULK_CHUNK_SIZE", CHUNK);
            return all;
        }
    }

    @Override
    public void run() throws Exception {
        Commands.empty(out);
        Path source = Files.createDirectories(place.resolve("source"));
        Path warmUp = Files.createDirectories(place.resolve("warm-up"));
        int bytes = (int) (RATE / 8 * SECONDS);
        Sources.file(source.resolve("file"), bytes);
        Sources.file(warmUp.resolve("file"), bytes / 4);
        Shape shape = Shape.NONE.with("rtt", "50ms").with("rate", "300mbit");
        try (Wan wan = Wan.open("bs" + ProcessHandle.current().pid() % 100_000, shape, 1500, 1)) {
            for (String loss : List.of("0%", "1%")) {
                wan.shape(shape.with("loss", loss));
                String title = "300 Mbit/s, 50 ms, " + loss.replace("%", " %") + " lost";
                report.say(title, explained(wan) + "\n\n" + table(wan, warmUp, source));
            }
        }
    }

    private String explained(Wan wan) throws Exception {
        try (Farside farside = new Farside(wan, place.resolve("others"), out)) {
            return String.format(
                    Locale.ROOT,
                    "One push of %d MB in chunks of %s each, in peers that had done a shorter one; the number of lanes is fixed, and how many"
                            + " were used stands behind it. `iperf3 -C bbr`, one socket, for %d s just before: %.0f Mbit/s.",
                    (int) (RATE / 8e6 * SECONDS),
                    CHUNK,
                    SECONDS,
                    farside.iperf(SECONDS) / 1e6);
        }
    }

    private String table(Wan wan, Path warmUp, Path source) throws Exception {
        StringBuilder table = new StringBuilder(
                "| lanes | TCP, Mbit/s | of the link | CPU of both, ns/B | dropped |"
                        + " QUIC, Mbit/s | of the link | CPU of both, ns/B | dropped |\n|---|---|---|---|---|---|---|---|---|\n");
        for (int lanes : LANES) {
            StringBuilder row = new StringBuilder("| " + lanes);
            for (By by : By.values()) {
                row.append(" | ").append(cells(wan, by, lanes, warmUp, source));
            }
            System.err.println(row);
            table.append(row).append(" |\n");
        }
        return table.toString();
    }

    private String cells(Wan wan, By by, int lanes, Path warmUp, Path source) throws Exception {
        Path home = place.resolve("homes")
                .resolve(by + "-" + lanes + "-" + wan.shape().loss());
        try (Peers peers = new Peers(sluice, home, wan, "in=" + out, by.environment(lanes), by.before)) {
            peers.say("push " + warmUp + "/ " + peers.location("in"));
            Commands.empty(out);
            double cpu = peers.cpu();
            long passed = wan.there(Fate.PASSED);
            long dropped = wan.there(Fate.DROPPED);
            long start = System.nanoTime();
            String said = peers.say("push " + source + "/ " + peers.location("in"));
            double seconds = (System.nanoTime() - start) / 1e9;
            double drops = wan.there(Fate.DROPPED) - dropped;
            long bytes = Files.size(source.resolve("file"));
            Matcher used = USED.matcher(said);
            return String.format(
                    Locale.ROOT,
                    "%.0f (%s) | %.2f | %.1f | %.0f %%",
                    bytes * 8 / seconds / 1e6,
                    used.find() ? used.group(1) : "?",
                    bytes * 8 / seconds / RATE,
                    (peers.cpu() - cpu) / bytes * 1e9,
                    drops / (drops + wan.there(Fate.PASSED) - passed) * 100);
        }
    }
}
