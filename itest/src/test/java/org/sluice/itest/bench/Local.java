package org.sluice.itest.bench;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Copy and mirror on one machine, beside cp and rsync. */
final class Local implements Suite {

    private static final int GIB = 1 << 30;
    private static final int FILES = 100_000;
    private static final int SIZE = 4096;
    private static final String ALL = "-aHAX";

    private final Path program;
    private final Path place;
    private final Path home;
    private final Path out;
    private final Report report;

    Local(Path program, Path place, Report report) {
        this.program = program;
        this.place = place;
        this.home = place.resolve("home");
        this.out = place.resolve("out");
        this.report = report;
    }

    @Override
    public void run() throws Exception {
        Path large = Files.createDirectories(place.resolve("large"));
        Sources.file(large.resolve("file"), GIB);
        Path small = Sources.files(place.resolve("small"), FILES, SIZE);
        Commands.empty(out);
        report.say(
                "Walking a tree, one thread",
                String.format(
                        Locale.ROOT,
                        "%.2f million entries a second, each looked at",
                        Walking.entriesPerSecond(small) / 1e6));
        try (RunningSluice running = new RunningSluice(List.of(program.toString()), home)) {
            copyLarge(running, large);
            copySmall(running, small);
            copyToDisk(running, small);
            nothingToDo(running, small);
            for (String type : List.of("btrfs", "xfs")) {
                clone(running, large, type);
            }
        }
        scaling(large, small);
        memory();
    }

    private void copyLarge(RunningSluice running, Path large) throws Exception {
        String file = large.resolve("file").toString();
        List<Contestant> contestants = new ArrayList<>(sluice(running, "copy", file, out + "/"));
        contestants.add(command("cp", file, out + "/"));
        report.table("Copy of 1 GiB in one file", GIB, Rounds.of(contestants, () -> Commands.empty(out)));
    }

    private void copySmall(RunningSluice running, Path small) throws Exception {
        List<Contestant> contestants = new ArrayList<>(sluice(running, "copy", ALL, small + "/", out.toString()));
        contestants.add(command("cp", "-a", small + "/.", out.toString()));
        contestants.add(command("rsync", "-a", small + "/", out.toString()));
        contestants.add(command("rsync", ALL, small + "/", out.toString()));
        report.table(
                "Copy of 100,000 files of 4 KiB with all attributes",
                (long) FILES * SIZE,
                Rounds.of(contestants, () -> Commands.empty(out)));
    }

    private void copyToDisk(RunningSluice running, Path small) throws Exception {
        try (Disk disk = new Disk(place, "ext4", 3L << 30)) {
            String to = disk.mount().resolve("out").toString();
            List<Contestant> contestants = new ArrayList<>(sluice(running, "copy", ALL, small + "/", to));
            contestants.add(command("cp", "-a", small + "/", to));
            contestants.add(Commands.contestant(
                    "cp -a, then sync -f",
                    List.of("sh", "-c", "cp -a " + small + "/ " + to + " && sync -f " + to),
                    Map.of(),
                    Commands.Served.NONE));
            contestants.add(command("rsync", "-a", small + "/", to));
            report.table(
                    "The same onto a fresh ext4: Sluice durable, the others not unless said",
                    (long) FILES * SIZE,
                    Rounds.of(contestants, disk::renew));
        }
    }

    private void nothingToDo(RunningSluice running, Path small) throws Exception {
        Commands.empty(out);
        Commands.run(List.of("cp", "-a", small + "/.", out.toString()), Map.of());
        List<Contestant> contestants = new ArrayList<>(sluice(running, "mirror", "-a", small + "/", out.toString()));
        contestants.add(command("rsync", "-a", "--delete", small + "/", out.toString()));
        report.table(
                "Mirror of 100,000 files again, nothing to do",
                (long) FILES * SIZE,
                Rounds.of(contestants, Rounds.Preparation.NONE));
    }

    private void clone(RunningSluice running, Path large, String type) throws Exception {
        try (Disk disk = new Disk(place, type, 4L << 30)) {
            disk.renew();
            Path file = disk.mount().resolve("file");
            Commands.run(List.of("cp", large.resolve("file").toString(), file.toString()), Map.of());
            Commands.run(List.of("sync", "-f", file.toString()), Map.of());
            Path to = disk.mount().resolve("copy");
            long before = used(disk.mount());
            List<Contestant> contestants = List.of(
                    running.contestant("sluice copy, running", "copy " + file + " " + to, Commands.Served.NONE),
                    command("cp", "--reflink=always", file.toString(), to.toString()));
            report.table("Copy of 1 GiB within " + type, GIB, Rounds.of(contestants, () -> Files.deleteIfExists(to)));
            Commands.run(List.of("sync", "-f", file.toString()), Map.of());
            report.say(
                    "Space that the copy within " + type + " takes",
                    String.format(Locale.ROOT, "%.1f MiB", (used(disk.mount()) - before) / 1048576.0));
        }
    }

    private static long used(Path mount) throws IOException {
        FileStore store = Files.getFileStore(mount);
        return store.getTotalSpace() - store.getUnallocatedSpace();
    }

    private void scaling(Path large, Path small) throws Exception {
        for (int processors = 1; processors <= Runtime.getRuntime().availableProcessors(); processors++) {
            List<String> bound = List.of("taskset", "-c", "0-" + (processors - 1), program.toString());
            try (RunningSluice running = new RunningSluice(bound, home)) {
                String with = ", " + processors + (processors == 1 ? " processor" : " processors");
                report.table(
                        "Copy of 1 GiB" + with,
                        GIB,
                        Rounds.of(
                                List.of(running.contestant(
                                        "sluice copy, running",
                                        "copy " + large.resolve("file") + " " + out + "/",
                                        Commands.Served.NONE)),
                                () -> Commands.empty(out)));
                report.table(
                        "Copy of 100,000 files" + with,
                        (long) FILES * SIZE,
                        Rounds.of(
                                List.of(running.contestant(
                                        "sluice copy, running",
                                        "copy " + ALL + " " + small + "/ " + out,
                                        Commands.Served.NONE)),
                                () -> Commands.empty(out)));
            }
        }
    }

    private void memory() throws Exception {
        StringBuilder table = new StringBuilder("| files | MB at most | MB beyond `sluice version` |\n|---|---|---|\n");
        Map<String, String> environment = Map.of("SLUICE_HOME", home.toString());
        double floor = Peak.megabytes(List.of(program.toString(), "version"), environment);
        for (int files : List.of(10_000, 100_000, 1_000_000)) {
            Path many = Sources.files(place.resolve("many"), files, 16);
            Commands.empty(out);
            double peak =
                    Peak.megabytes(List.of(program.toString(), "copy", "-a", many + "/", out.toString()), environment);
            table.append(String.format(Locale.ROOT, "| %,d | %.0f | %.0f |%n", files, peak, peak - floor));
            Commands.run(List.of("rm", "-rf", many.toString()), Map.of());
        }
        report.say("Memory of a copy, the whole process", table.toString().stripTrailing());
    }

    private List<Contestant> sluice(RunningSluice running, String... arguments) {
        String name = "sluice " + arguments[0] + (arguments[1].startsWith("-") ? " " + arguments[1] : "");
        return List.of(
                running.contestant(name + ", running", String.join(" ", arguments), Commands.Served.NONE),
                Commands.contestant(
                        name + ", whole process",
                        Commands.line(List.of(program.toString()), List.of(arguments)),
                        Map.of("SLUICE_HOME", home.toString()),
                        Commands.Served.NONE));
    }

    private static Contestant command(String... command) {
        String name = command[0] + (command[1].startsWith("-") ? " " + command[1] : "");
        return Commands.contestant(name, List.of(command), Map.of(), Commands.Served.NONE);
    }
}
