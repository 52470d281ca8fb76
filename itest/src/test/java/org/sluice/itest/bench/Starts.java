package org.sluice.itest.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sluice.itest.Distribution;
import org.sluice.itest.DummyBundle;
import org.sluice.itest.dummy.Dummy;

/** Verbs that end at once, of distributions with no, some and many plugins, each in turn. */
final class Starts {

    private static final int WARM_UP = 2;
    private static final int COUNTED = 9;
    private static final List<Integer> PLUGINS = List.of(0, 10, 50);
    private static final List<String> VERBS = List.of("version", "providers");

    private final Path place;

    Starts(Path place) {
        this.place = place;
    }

    /** Of one command. */
    private record Figures(List<Double> millis, List<Double> processor) {}

    String table() throws Exception {
        Map<String, Figures> figures = new LinkedHashMap<>();
        Map<Integer, Path> programs = new LinkedHashMap<>();
        for (int plugins : PLUGINS) {
            programs.put(plugins, distribution(plugins));
        }
        for (int round = -WARM_UP; round < COUNTED; round++) {
            for (String verb : VERBS) {
                for (Map.Entry<Integer, Path> program : programs.entrySet()) {
                    Contestant.Run run = Commands.contestant(
                                    verb,
                                    List.of(program.getValue().toString(), verb),
                                    Map.of("SLUICE_HOME", place.resolve("home").toString()),
                                    Commands.Served.NONE)
                            .run();
                    if (round >= 0) {
                        Figures of = figures.computeIfAbsent(
                                "`" + verb + "`, " + program.getKey() + " plugins",
                                name -> new Figures(new ArrayList<>(), new ArrayList<>()));
                        of.millis().add(run.seconds() * 1e3);
                        of.processor().add(run.sender() * 1e3);
                    }
                }
            }
        }
        StringBuilder table = new StringBuilder(
                "| | times | median, ms | least to most, ms | processor time, median, ms |\n|---|---|---|---|---|\n");
        figures.forEach((name, of) -> table.append("| ")
                .append(name)
                .append(" | ")
                .append(new Spread(of.millis()).columns())
                .append(String.format(Locale.ROOT, " | %.0f |%n", new Spread(of.processor()).median())));
        return table.toString();
    }

    private Path distribution(int plugins) throws Exception {
        Path folder = place.resolve("with-" + plugins);
        Path program = Distribution.copy(folder);
        for (int i = 0; i < plugins; i++) {
            Files.write(
                    folder.resolve("deploy/p" + i + ".jar"),
                    DummyBundle.bytes("org.example.p" + i, "1.0.0", Dummy.class, Map.of("Dummy-Ranking", "-500")));
        }
        return program;
    }
}
