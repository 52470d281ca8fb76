package org.sluice.itest.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * What knowing content by its hash saves when it is there already, and what it costs when it is not: pushes between peers
 * that have chunks, and between peers that are as if they had never heard of them.
 */
final class Addressing implements Suite {

    private static final Map<String, String> OFF = Map.of("SLUICE_JAVA_OPTS", "-Dsluice.benchmark.nochunks=true");
    private static final int CHUNK = 4 << 20;
    private static final int MEBIBYTE = 1 << 20;

    private final Path sluice;
    private final Path place;
    private final Report report;
    private final int size;
    private int seed;

    Addressing(Path sluice, Path place, Report report) {
        this.sluice = sluice;
        this.place = place;
        this.report = report;
        this.size = Integer.getInteger("sluice.benchmark.mebibytes", 1024) * MEBIBYTE;
    }

    @Override
    public void run() throws Exception {
        try (TwoNamespaces cable = new TwoNamespaces("1gbit")) {
            saved(cable);
            cost("1 Gbit/s", cable.near(), cable.far(), TwoNamespaces.FAR_ADDRESS);
        }
        cost("loopback", List.of(), List.of(), "127.0.0.1");
    }

    /** What crosses the cable when the same content is pushed in other ways. */
    private void saved(TwoNamespaces cable) throws Exception {
        Path home = place.resolve("home-saved");
        Path out = place.resolve("out-saved");
        Path source = Files.createDirectories(place.resolve("source"));
        Commands.empty(out);
        Process serving =
                Serving.start(sluice, home, cable.far(), TwoNamespaces.FAR_ADDRESS + ":0", "in=" + out, Map.of());
        List<String> program = Commands.line(cable.near(), List.of(sluice.toString()));
        StringBuilder table = new StringBuilder("| pushed | MiB on the cable | seconds |\n|---|---|---|\n");
        try (RunningSluice running = new RunningSluice(program, home, Map.of());
                BufferedReader announced = serving.inputReader()) {
            String in = announced.readLine().replaceFirst("listening on ", "") + ":/in/";
            unique(source.resolve("warm-up"), 8L * CHUNK);
            running.say("push " + source.resolve("warm-up") + " " + in);
            Path one = unique(source.resolve("one"), size);
            row(table, "first", cable, running, "push " + one + " " + in);
            row(table, "again", cable, running, "push " + one + " " + in);
            row(table, "under another name", cable, running, "push " + one + " " + in + "other");
            Path elsewhere =
                    Files.createDirectories(source.resolve("elsewhere")).resolve("one");
            Files.copy(one, elsewhere, StandardCopyOption.REPLACE_EXISTING);
            row(table, "from another directory", cable, running, "push " + elsewhere + " " + in + "elsewhere/");
            Files.setLastModifiedTime(one, FileTime.from(Instant.now().plusSeconds(7)));
            row(table, "after `touch`", cable, running, "push " + one + " " + in);
            Files.delete(elsewhere);
            Path front = source.resolve("front");
            unique(front, MEBIBYTE);
            try (OutputStream end = Files.newOutputStream(front, StandardOpenOption.APPEND)) {
                Files.copy(one, end);
            }
            row(table, "with 1 MiB inserted at its front", cable, running, "push " + front + " " + in);
        } finally {
            end(serving);
        }
        Commands.empty(source);
        Commands.empty(out);
        report.say(
                "What crosses the cable of a file of " + size / MEBIBYTE + " MiB of random bytes",
                "In running peers over 1 Gbit/s; all that left the sender's end, headers included. Chunks lie at multiples of"
                        + " 4 MiB: what is inserted at the front makes every chunk another.\n\n" + table);
    }

    private static void row(StringBuilder table, String what, TwoNamespaces cable, RunningSluice running, String push)
            throws Exception {
        long before = cable.sent();
        long start = System.nanoTime();
        running.say(push);
        double seconds = (System.nanoTime() - start) / 1e9;
        double sent = (double) (cable.sent() - before) / MEBIBYTE;
        table.append(String.format(Locale.ROOT, "| %s | %.2f | %.2f |%n", what, sent, seconds));
    }

    /** The first push of what nobody has seen, with chunks and without. */
    private void cost(String link, List<String> near, List<String> far, String address) throws Exception {
        Path home = place.resolve("home");
        Path source = Files.createDirectories(place.resolve("unique"));
        Path onOut = place.resolve("out-on");
        Path offOut = place.resolve("out-off");
        Commands.empty(onOut);
        Commands.empty(offOut);
        Process onServing = Serving.start(sluice, home, far, address + ":0", "in=" + onOut, Map.of());
        Process offServing = Serving.start(sluice, home, far, address + ":0", "in=" + offOut, OFF);
        List<String> program = Commands.line(near, List.of(sluice.toString()));
        try (RunningSluice on = new RunningSluice(program, home, Map.of());
                RunningSluice off = new RunningSluice(program, home, OFF);
                BufferedReader onAnnounced = onServing.inputReader();
                BufferedReader offAnnounced = offServing.inputReader()) {
            String push = "push " + source + "/ ";
            String onIn = onAnnounced.readLine().replaceFirst("listening on ", "") + ":/in";
            String offIn = offAnnounced.readLine().replaceFirst("listening on ", "") + ":/in";
            report.table(
                    "first push of unique data over " + link,
                    size,
                    Rounds.of(
                            List.of(
                                    off.contestant("without chunks", push + offIn, () -> Cpu.own(offServing.pid())),
                                    on.contestant("with chunks", push + onIn, () -> Cpu.own(onServing.pid()))),
                            () -> {
                                Commands.empty(onOut);
                                Commands.empty(offOut);
                                // Of another size each time, so that no hashes are asked for first.
                                unique(source.resolve("file"), size + seed * 4096L);
                            }));
        } finally {
            end(onServing);
            end(offServing);
        }
        Commands.empty(source);
    }

    private static void end(Process serving) throws InterruptedException {
        serving.destroy();
        serving.waitFor();
    }

    /** A file of bytes that there have never been. */
    private Path unique(Path file, long bytes) throws IOException {
        Random random = new Random(seed++);
        byte[] piece = new byte[MEBIBYTE];
        try (OutputStream content = Files.newOutputStream(file)) {
            for (long left = bytes; left > 0; left -= piece.length) {
                random.nextBytes(piece);
                content.write(piece, 0, (int) Math.min(left, piece.length));
            }
        }
        return file;
    }
}
