package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The power is cut: after exit 0 nothing is lost, and at no moment is there a part of a file under its name. */
class PowerCutIT {

    private static final int FEW = 2;
    private static final int MANY = 20;
    private static final int FILES = 200;
    private static final long VOLUME = 512L << 20;

    @TempDir
    Path folder;

    @BeforeEach
    void needsTheTool() throws Exception {
        assumeTrue(LoopFileSystem.canCutPower(), "xfs_io is needed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs"})
    void what_was_copied_outlives_a_cut_right_after_the_end(String type) throws Exception {
        cutAfterTheEnd(type, FEW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs"})
    @Tag("torture")
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void what_was_copied_outlives_twenty_cuts_right_after_the_end(String type) throws Exception {
        cutAfterTheEnd(type, MANY);
    }

    private void cutAfterTheEnd(String type, int rounds) throws Exception {
        Path tree = twoHundredFiles();
        try (LoopFileSystem disk = LoopFileSystem.make(folder, type, VOLUME)) {
            for (int round = 0; round < rounds; round++) {
                Path copy = disk.path().resolve("copy" + round);

                copy(tree, copy);
                disk.cutPower();
                disk.restart();

                assertEquals(FILES, intact(tree, copy), type + ", round " + round);
                Tree.assertEqual(tree, copy);
            }
        }
    }

    /** The control: without durability the same cut loses files. */
    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs"})
    void what_was_not_made_durable_is_lost(String type) throws Exception {
        Path tree = twoHundredFiles();
        try (LoopFileSystem disk = LoopFileSystem.make(folder, type, VOLUME)) {
            Path copy = disk.path().resolve("copy");

            copy(tree, copy, "--durability=none");
            disk.cutPower();
            disk.restart();

            assertTrue(intact(tree, copy) < FILES, "the cut loses nothing: it shows nothing");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs"})
    void a_cut_at_any_moment_leaves_no_partial_file(String type) throws Exception {
        cutAtRandom(type, FEW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs"})
    @Tag("torture")
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void twenty_cuts_at_any_moment_leave_no_partial_file(String type) throws Exception {
        cutAtRandom(type, MANY);
    }

    private void cutAtRandom(String type, int rounds) throws Exception {
        Path tree = Tree.make(folder.resolve("tree"), 60, 50, 48 << 20, 11);
        Map<String, String> whole = Tree.describe(tree);
        Random random = new Random(11);
        int early = 0;
        try (LoopFileSystem disk = LoopFileSystem.make(folder, type, VOLUME)) {
            long start = System.nanoTime();
            copy(tree, disk.path().resolve("first"));
            long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            remove(disk.path().resolve("first"));
            for (int round = 0; round < rounds || early == 0 && round < 2 * rounds; round++) {
                Path copy = disk.path().resolve("copy");
                Process running = sluice().command("copy", tree + "/", copy.toString())
                        .redirectOutput(new File("/dev/null"))
                        .redirectError(new File("/dev/null"))
                        .start();
                running.waitFor(random.nextLong(took), TimeUnit.MILLISECONDS);
                if (running.isAlive()) {
                    early++;
                } else {
                    took = Math.max(1, took / 2); // it is faster than the first was
                }
                disk.cutPower();
                running.destroyForcibly().waitFor();
                disk.restart();

                if (Files.exists(copy)) {
                    Tree.describe(copy).forEach((path, is) -> {
                        // What is staged has not got its name.
                        if (!path.endsWith("/") && !path.startsWith(".sluice-staging/")) {
                            assertEquals(whole.get(path), is, path);
                        }
                    });
                }
                copy(tree, copy);
                Tree.assertEqual(tree, copy);
                remove(copy);
            }
        }
        assertTrue(early > 0, "no cut came before the end");
    }

    private Path twoHundredFiles() throws Exception {
        Path tree = Files.createDirectories(folder.resolve("files"));
        for (int i = 0; i < FILES; i++) {
            Tree.write(tree.resolve("dir" + i % 5).resolve("file" + i), "content " + i + " ".repeat(i * 100));
        }
        return tree;
    }

    /** How many files are there with their content. */
    private static int intact(Path tree, Path copy) throws Exception {
        if (!Files.exists(copy)) {
            return 0;
        }
        Map<String, String> there = Tree.describe(copy);
        return (int) Tree.describe(tree).entrySet().stream()
                .filter(entry -> !entry.getKey().endsWith("/"))
                .filter(entry -> entry.getValue().equals(there.get(entry.getKey())))
                .count();
    }

    private void copy(Path tree, Path copy, String... options) throws Exception {
        String[] command = new String[options.length + 3];
        command[0] = "copy";
        System.arraycopy(options, 0, command, 1, options.length);
        command[command.length - 2] = tree + "/";
        command[command.length - 1] = copy.toString();
        Sluice.Result copied = sluice().run(command);
        assertEquals(0, copied.code(), copied::toString);
    }

    private static void remove(Path tree) throws Exception {
        assertEquals(0, new ProcessBuilder("rm", "-rf", tree.toString()).start().waitFor());
    }

    private Sluice sluice() {
        return new Sluice(folder.resolve("home"));
    }
}
