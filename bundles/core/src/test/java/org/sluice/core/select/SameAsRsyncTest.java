package org.sluice.core.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.transfer.Filter;
import org.sluice.transfer.Selection;
import org.sluice.transfer.TransferException;

/** Random trees and rules: rsync and we choose the same. */
class SameAsRsyncTest {

    private static final int ROUNDS = Integer.getInteger("sluice.rounds", 50);

    private final long seed = Long.getLong("sluice.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @TempDir
    private Path temporary;

    @BeforeEach
    void rsync_is_there() {
        assumeTrue(
                List.of(System.getenv("PATH").split(":")).stream()
                        .anyMatch(directory -> Files.isExecutable(Path.of(directory, "rsync"))),
                "rsync is not there");
    }

    @Test
    void the_same_entries_are_sent() throws Exception {
        int excluding = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Case that = new Case(round, random.nextInt(3) == 0);
            SortedSet<String> theirs = that.rsync("-rn", "--ignore-times", "--out-format=%n");
            theirs.remove("./");
            theirs.remove("created directory " + that.nowhere());
            SortedSet<String> ours = Walk.sent(that.rules(false), that.source);

            assertEquals(theirs, ours, that::toString);
            excluding += ours.size() < that.size() ? 1 : 0;
        }
        assertTrue(excluding > ROUNDS / 4, "rules leave something out in " + excluding + " of " + ROUNDS + " rounds");
    }

    @Test
    void the_same_entries_are_deleted() throws Exception {
        int deleting = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Case that = new Case(round, random.nextInt(3) == 0);
            boolean excluded = random.nextInt(4) == 0;
            Rules rules = that.rules(excluded);
            SortedSet<String> theirs = tree(that.destination);
            SortedSet<String> ours = Walk.deleted(rules, that.destination, Walk.sent(rules, that.source));
            that.rsync("-r", excluded ? "--delete-excluded" : "--delete", "--existing", "--ignore-existing");
            theirs.removeAll(tree(that.destination));

            assertEquals(theirs, ours, () -> that + (excluded ? " --delete-excluded" : ""));
            deleting += ours.isEmpty() ? 0 : 1;
        }
        assertTrue(deleting > ROUNDS / 4, "something is deleted in " + deleting + " of " + ROUNDS + " rounds");
    }

    @Test
    void the_same_names_are_sent() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Case that = new Case(round, false);
            List<String> names = new ArrayList<>();
            for (String entry : tree(that.source)) {
                if (random.nextInt(6) == 0) {
                    boolean slash = entry.endsWith("/") && random.nextBoolean();
                    names.add((random.nextInt(4) == 0 ? "/" : "")
                            + (slash || !entry.endsWith("/") ? entry : entry.substring(0, entry.length() - 1)));
                }
            }
            Path list = temporary.resolve("list");
            Files.write(list, names, StandardCharsets.UTF_8);
            boolean recursive = random.nextBoolean();
            SortedSet<String> theirs =
                    that.rsync(recursive ? "-rn" : "-n", "--ignore-times", "--out-format=%n", "--files-from=" + list);
            theirs.remove("./");
            theirs.remove("created directory " + that.nowhere());
            Selection selection = that.selection()
                    .withFilesFrom(names.stream()
                            .map(name -> name.getBytes(StandardCharsets.UTF_8))
                            .toList())
                    .withRecursive(recursive);

            assertEquals(
                    theirs,
                    Walk.sent(Rules.of(selection, false), that.source),
                    () -> that + " " + names + (recursive ? " -r" : ""));
        }
    }

    private static SortedSet<String> tree(Path top) throws IOException {
        SortedSet<String> tree = new TreeSet<>();
        try (Stream<Path> paths = Files.walk(top)) {
            paths.filter(path -> !path.equals(top))
                    .forEach(path -> tree.add(top.relativize(path) + (Files.isDirectory(path) ? "/" : "")));
        }
        return tree;
    }

    /** A source, a destination, and rules. */
    private final class Case {

        private final int round;
        private final Path source;
        private final Path destination;
        private final List<String> arguments = new ArrayList<>();
        private final List<Filter> filters = new ArrayList<>();
        private final String description;

        Case(int round, boolean files) throws IOException {
            this.round = round;
            Path top = temporary.resolve("x/a" + round);
            source = top.resolve("s");
            destination = top.resolve("t");
            plant(source, 0, files);
            plant(destination, 0, files);
            if (random.nextInt(5) == 0) {
                Files.writeString(top.resolve(".r"), RandomRules.file(random));
            }
            int count = 1 + random.nextInt(5);
            for (int i = 0; i < count; i++) {
                add(random.nextInt(3) == 0 ? Filter.Kind.EXCLUDE : Filter.Kind.RULE);
            }
            if (files) {
                filter(Filter.Kind.RULE, RandomRules.perDirectory(random));
            }
            description = describe();
        }

        private void add(Filter.Kind kind) {
            switch (kind) {
                case RULE -> filter(kind, RandomRules.rule(random));
                case EXCLUDE -> filter(kind, RandomRules.pattern(random));
                case INCLUDE -> throw new IllegalArgumentException();
            }
        }

        private void filter(Filter.Kind kind, String text) {
            filters.add(new Filter(kind, text));
            arguments.add((kind == Filter.Kind.RULE ? "--filter=" : "--exclude=") + withoutDots(text));
        }

        /**
         * The same for rsync: from 3.4.2 until 3.5.0, and where Debian took over that change, it passes over the file of a
         * rule that is named with "..", against its manual. See https://github.com/RsyncProject/rsync/pull/1029.
         */
        private String withoutDots(String rule) {
            return rule.replace("../", source.getParent() + "/");
        }

        private void plant(Path directory, int depth, boolean files) throws IOException {
            Files.createDirectories(directory);
            for (String name : RandomRules.DIRECTORIES) {
                // rsync takes a bracket in the name of a directory for a class when a file of rules lies there.
                if (depth < 3 && random.nextInt(5) < 2 && !(files && name.startsWith("["))) {
                    plant(directory.resolve(name), depth + 1, files);
                }
            }
            for (String name : RandomRules.FILES) {
                if (random.nextInt(3) == 0) {
                    Files.createFile(directory.resolve(name));
                }
            }
            if (files && random.nextInt(3) == 0) {
                Files.writeString(directory.resolve(".r"), RandomRules.file(random));
            }
        }

        Rules rules(boolean excluded) throws TransferException {
            return Rules.of(selection(), excluded);
        }

        Selection selection() {
            return Selection.ALL.withFilters(filters, Path.of(""), false);
        }

        Path nowhere() {
            return source.resolveSibling("n");
        }

        long size() throws IOException {
            try (Stream<Path> paths = Files.walk(source)) {
                return paths.count() - 1;
            }
        }

        SortedSet<String> rsync(String... options) throws IOException, InterruptedException {
            List<String> command = new ArrayList<>(List.of("rsync", "-8"));
            command.addAll(List.of(options));
            command.addAll(arguments);
            command.add(source + "/");
            command.add((options[0].endsWith("n") ? nowhere() : destination) + "/");
            Path output = temporary.resolve("output");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            int exit = process.waitFor();
            List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
            assertEquals(0, exit, () -> this + ": " + lines);
            lines.removeIf(line -> line.startsWith("cannot delete non-empty directory"));
            return new TreeSet<>(lines);
        }

        @Override
        public String toString() {
            return description;
        }

        private String describe() throws IOException {
            StringBuilder text = new StringBuilder("seed " + seed + ", round " + round + ": " + arguments);
            Path above = source.resolveSibling(".r");
            if (Files.exists(above)) {
                text.append("\n ../.r=").append(Files.readAllLines(above));
            }
            for (Path tree : List.of(source, destination)) {
                text.append('\n');
                try (Stream<Path> paths = Files.walk(tree)) {
                    for (Path path : paths.sorted().toList()) {
                        text.append(' ').append(tree.relativize(path));
                        if (path.endsWith(".r")) {
                            text.append('=')
                                    .append(Files.readString(path).lines().toList());
                        }
                    }
                }
            }
            return text.toString();
        }
    }
}
