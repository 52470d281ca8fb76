package org.sluice.itest.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sluice.itest.wan.Shape;
import org.sluice.itest.wan.Wan;

/** How long a file of 4 KiB takes alone, and while a large one comes the same way from the same peer; and how long ping takes. */
final class SmallReads {

    static final String EXPLAINED =
            "50 ms there and back, 100 Mbit/s, a queue of 50 ms. A read is the whole command `pull` for one of many files of 4 KiB, in a"
                    + " running shell: connecting and agreeing included, since there is no mount yet that keeps a session. What comes"
                    + " meanwhile is pulled from the same peer by another shell. `ping` shows what of it is the queue that we make."
                    + " Before it counts, the large file was pulled once and as many small ones were read.";

    private static final int FILES = 200;
    private static final int READS = 30;
    private static final int[] SOCKETS = {1, 4};
    private static final int IPERF_SECONDS = 25;
    private static final int BULK = 320 << 20;

    /** By then the large file comes as fast as it will. */
    private static final long SETTLED_MILLIS = 4000;

    private static final Pattern TIME = Pattern.compile("time=([0-9.]+) ms");

    private final Path sluice;
    private final Path place;

    SmallReads(Path sluice, Path place) {
        this.sluice = sluice;
        this.place = place;
    }

    /** What is measured. */
    private record Times(Spread reads, Spread pings) {}

    /** Each transport, alone and not. */
    String table() throws Exception {
        Path share = Files.createDirectories(place.resolve("share"));
        Sources.file(share.resolve("bulk"), BULK);
        Sources.files(share.resolve("small"), FILES, 4096);
        StringBuilder table = new StringBuilder(
                "| | reads | median, ms | least to most, ms | longer | pings | median, ms | least to most, ms | longer |\n"
                        + "|---|---|---|---|---|---|---|---|---|\n");
        Shape shape = Shape.NONE.with("rtt", "50ms").with("rate", "100mbit");
        try (Wan wan = Wan.open("bl" + ProcessHandle.current().pid() % 100_000, shape, 1500, 1)) {
            rows(table, wan, "TCP", share, Map.of("SLUICE_FORCE_TCP", "true"), List.of());
            rows(table, wan, "QUIC", share, Map.of(), List.of(List.of("transports", "prefer", "quic")));
        }
        return table.toString();
    }

    private void rows(
            StringBuilder table,
            Wan wan,
            String transport,
            Path share,
            Map<String, String> environment,
            List<List<String>> before)
            throws Exception {
        Path home = place.resolve("reads-" + transport);
        Path bulk = place.resolve("bulk");
        Commands.empty(bulk);
        try (Farside farside = new Farside(wan, place.resolve("others"), place.resolve("nothing"));
                Peers peers = new Peers(sluice, home, wan, "in=" + share, environment, before);
                RunningSluice other = new RunningSluice(wan.near(sluice.toString()), home, environment)) {
            Reader reader = new Reader(wan, peers, place.resolve("read"));
            String pull = "pull " + peers.location("in/bulk") + " " + bulk + "/";
            other.say(pull);
            Files.delete(bulk.resolve("bulk"));
            reader.times(() -> false);
            Times alone = reader.times(() -> false);
            row(table, transport + ", alone", alone, alone);
            row(table, transport + ", beside a pull", beside(reader, () -> other.say(pull)), alone);
            for (int sockets : SOCKETS) {
                String name =
                        transport + ", beside iperf3 -C bbr by " + sockets + (sockets == 1 ? " socket" : " sockets");
                row(table, name, beside(reader, () -> farside.iperfBack(IPERF_SECONDS, sockets)), alone);
            }
        }
    }

    private static Times beside(Reader reader, Rounds.Preparation much) throws Exception {
        CompletableFuture<Boolean> over = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> {
            try {
                much.prepare();
                over.complete(true);
            } catch (Exception e) {
                over.completeExceptionally(e);
            }
        });
        Thread.sleep(SETTLED_MILLIS);
        Times times = reader.times(over::isDone);
        over.join();
        return times;
    }

    private static void row(StringBuilder table, String name, Times times, Times first) {
        String row = String.format(
                Locale.ROOT,
                "| %s | %s | %.2f | %s | %.2f |%n",
                name,
                times.reads().columns(),
                times.reads().median() / first.reads().median(),
                times.pings().columns(),
                times.pings().median() / first.pings().median());
        System.err.print(row);
        table.append(row);
    }

    private interface Over {
        boolean isOver();
    }

    /** Who reads one small file after the other, none twice. */
    private static final class Reader {

        private final Wan wan;
        private final Peers peers;
        private final Path to;
        private int next;

        Reader(Wan wan, Peers peers, Path to) throws Exception {
            this.wan = wan;
            this.peers = peers;
            this.to = to;
            Commands.empty(to);
        }

        /** Reads and pings; those count that ended before what is beside them. */
        Times times(Over over) throws Exception {
            Path said = to.resolve("ping");
            Process ping = new ProcessBuilder(wan.near("ping", "-i", "0.1", Wan.FAR_ADDRESS))
                    .redirectOutput(said.toFile())
                    .start();
            List<Double> reads = new ArrayList<>();
            while (reads.size() < READS) {
                double millis = read();
                if (over.isOver()) {
                    break;
                }
                reads.add(millis);
            }
            ping.destroy();
            ping.waitFor();
            List<Double> pings = new ArrayList<>();
            Matcher time = TIME.matcher(Files.readString(said));
            while (time.find()) {
                pings.add(Double.parseDouble(time.group(1)));
            }
            return new Times(new Spread(reads), new Spread(pings));
        }

        private double read() throws Exception {
            String pull = "pull " + peers.location("in/small/d0/f" + next++) + " " + to + "/";
            long start = System.nanoTime();
            peers.say(pull);
            return (System.nanoTime() - start) / 1e6;
        }
    }
}
