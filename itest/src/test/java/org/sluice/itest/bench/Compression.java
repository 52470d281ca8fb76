package org.sluice.itest.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;

/** What compressing brings, and what it costs where it brings nothing: pushes with it and without, in running peers. */
final class Compression implements Suite {

    private static final Map<String, String> OFF = Map.of("SLUICE_COMPRESSION_LEVEL", "0");

    private final Path sluice;
    private final Path place;
    private final Path out;
    private final Report report;

    Compression(Path sluice, Path place, Report report) {
        this.sluice = sluice;
        this.place = place;
        this.out = place.resolve("out");
        this.report = report;
    }

    @Override
    public void run() throws Exception {
        Path text = Contents.text(place.resolve("text"), 96);
        Path mixed = Contents.mixed(place.resolve("mixed"), 40);
        try (TwoNamespaces cable = new TwoNamespaces("100mbit")) {
            over("100 Mbit/s", cable.near(), cable.far(), TwoNamespaces.FAR_ADDRESS, List.of(text, mixed));
        }
        Path muchText = Contents.text(place.resolve("much-text"), 256);
        Path muchMixed = Contents.mixed(place.resolve("much-mixed"), 320);
        over("loopback", List.of(), List.of(), "127.0.0.1", List.of(muchText, muchMixed));
    }

    private void over(String link, List<String> near, List<String> far, String address, List<Path> sources)
            throws Exception {
        Path home = place.resolve("home");
        Commands.empty(out);
        Process serving = Serving.start(sluice, home, far, address + ":0", "in=" + out);
        List<String> program = Commands.line(near, List.of(sluice.toString()));
        try (RunningSluice on = new RunningSluice(program, home, Map.of());
                RunningSluice off = new RunningSluice(program, home, OFF);
                BufferedReader announced = serving.inputReader()) {
            String location = announced.readLine().replaceFirst("listening on ", "") + ":/in";
            Commands.Served served = () -> Cpu.own(serving.pid());
            for (Path source : sources) {
                String push = "push " + source + "/ " + location;
                long bytes = size(source);
                report.table(
                        "push of " + source.getFileName() + " over " + link,
                        bytes,
                        Rounds.of(
                                List.of(
                                        on.contestant("compressed where it pays", push, served),
                                        off.contestant("not compressed", push, served)),
                                () -> Commands.empty(out)));
            }
        } finally {
            serving.destroy();
            serving.waitFor();
        }
    }

    private static long size(Path top) throws IOException {
        long[] bytes = {0};
        Files.walkFileTree(top, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                bytes[0] += attributes.size();
                return FileVisitResult.CONTINUE;
            }
        });
        return bytes[0];
    }
}
