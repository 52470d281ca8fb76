package org.sluice.core.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.core.local.LocalTransfer.Outcome;
import org.sluice.io.linux.LinuxBackend;
import org.sluice.tck.LoopImage;
import org.sluice.transfer.Deleting;
import org.sluice.transfer.Durability;
import org.sluice.transfer.Filter;
import org.sluice.transfer.Kept;
import org.sluice.transfer.Selection;

/** What is moved within a file system is not copied. */
class RenamingTest {

    @TempDir
    private Path temporary;

    private Trees trees;

    @BeforeEach
    void make_trees() throws Exception {
        trees = new Trees(new LinuxBackend(), temporary).moving().unwatched();
        Trees.file(trees.source, "a", "the first");
        Trees.mode(Trees.file(trees.source, "new/b", "the second"), "rwxr-x--x");
        Trees.file(trees.source, "new/deep/c", 9L << 20);
        Files.createSymbolicLink(trees.source.resolve("new/link"), Path.of("../a"));
        Trees.file(trees.source, "old/d", "the fourth");
        Trees.file(trees.source, "old/newer/e", "the fifth");
        Trees.file(trees.target, "old/other", "was there");
        Trees.settle(trees.source);
        Trees.settle(trees.target);
    }

    /** Which file each name is of, but for directories that are there. */
    private static Map<String, Object> inodes(Path directory) throws IOException {
        Map<String, Object> inodes = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.toList()) {
                inodes.put(
                        directory.relativize(path).toString(),
                        Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS));
            }
        }
        inodes.remove("");
        inodes.remove("old");
        return inodes;
    }

    private static void assertNothingWrong(Outcome outcome) {
        assertEquals(List.of(), outcome.problems());
        assertEquals(0, outcome.counts().failed());
    }

    @Test
    void what_is_moved_is_the_same_file_afterwards() throws Exception {
        Map<String, Object> before = inodes(trees.source);
        Map<String, String> contents = Trees.all(trees.source);

        Outcome outcome = trees.copy();

        assertNothingWrong(outcome);
        Map<String, Object> after = inodes(trees.target);
        after.remove("old/other");
        assertEquals(before, after);
        assertEquals(List.of(), Trees.names(trees.source));
        Map<String, String> arrived = Trees.all(trees.target);
        arrived.remove("old/other");
        assertEquals(contents, arrived);
        assertEquals(5, outcome.counts().files());
        assertEquals(3, outcome.counts().directories());
        assertEquals(1, outcome.counts().links());
        assertEquals(11, outcome.counts().entries());
        assertEquals(9 + 10 + (9L << 20) + 10 + 9, outcome.counts().bytes());
    }

    @Test
    void what_is_told_and_counted_is_what_a_dry_run_says() throws Exception {
        trees.telling().with(o -> o.withDryRun(true));
        Outcome dry = trees.copy();
        List<String> told = trees.told();
        assertTrue(told.contains("cL+++++++++ new/link -> ../a"), told.toString());
        trees.with(o -> o.withDryRun(false));

        Outcome real = trees.copy();

        assertEquals(told, trees.told());
        assertEquals(dry.counts(), real.counts());
    }

    @Test
    void what_is_replaced_goes_to_the_trash() throws Exception {
        Trees.file(trees.target, "a", "replaced");
        trees.with(
                o -> o.withDeleting(new Deleting(false, false, OptionalLong.empty(), false, Optional.empty(), true)));
        Object inode = inodes(trees.source).get("a");

        assertNothingWrong(trees.copy());

        assertEquals(inode, inodes(trees.target).get("a"));
        try (Stream<Path> kept = Files.walk(trees.target.resolve(".sluice-trash"))) {
            List<Path> replaced = kept.filter(path -> path.endsWith("kept/a")).toList();
            assertEquals("replaced", Files.readString(replaced.getFirst()));
        }
    }

    @Test
    void what_is_excluded_stays_and_the_rest_is_renamed() throws Exception {
        Selection selection = Selection.ALL.withFilters(
                List.of(new Filter(Filter.Kind.EXCLUDE, "b".getBytes(StandardCharsets.UTF_8))), Path.of(""), false);
        trees.with(o -> o.withSelection(selection));
        Map<String, Object> before = inodes(trees.source);

        assertNothingWrong(trees.copy());

        assertEquals(List.of("new", "new/b"), Trees.names(trees.source));
        assertEquals(before.get("new/deep/c"), inodes(trees.target).get("new/deep/c"));
        assertFalse(Files.exists(trees.target.resolve("new/b")));
    }

    @Test
    void what_shall_not_stay_as_it_is_is_copied() throws Exception {
        Map<String, Object> before = inodes(trees.source);
        EnumSet<Kept> kept = EnumSet.copyOf(Kept.ARCHIVE);
        kept.remove(Kept.TIMES);
        trees.with(o -> o.withKept(kept));

        assertNothingWrong(trees.copy());

        Map<String, Object> after = inodes(trees.target);
        assertNotEquals(before.get("a"), after.get("a"));
        assertNotEquals(before.get("new"), after.get("new"));
        assertEquals(List.of(), Trees.names(trees.source));
    }

    @Test
    void names_of_one_file_stay_names_of_one_file() throws Exception {
        Files.createLink(trees.source.resolve("new/also-a"), trees.source.resolve("a"));
        Trees.settle(trees.source);
        Object inode = inodes(trees.source).get("a");
        for (Set<Kept> kept : List.of(Kept.ARCHIVE, with(Kept.HARD_LINKS))) {
            trees.with(o -> o.withKept(kept));

            assertNothingWrong(trees.copy());

            assertEquals(inode, inodes(trees.target).get("a"));
            assertEquals(inode, inodes(trees.target).get("new/also-a"));
            assertEquals(List.of(), Trees.names(trees.source));
            Files.move(trees.target.resolve("a"), trees.source.resolve("a"));
            Files.move(trees.target.resolve("new"), trees.source.resolve("new"));
        }
    }

    private static Set<Kept> with(Kept more) {
        EnumSet<Kept> kept = EnumSet.copyOf(Kept.ARCHIVE);
        kept.add(more);
        return kept;
    }

    @Test
    void each_is_durable_before_the_next_where_that_is_asked_for() throws Exception {
        trees.with(o -> o.withDurability(Durability.FILE));

        assertNothingWrong(trees.copy());

        assertEquals(List.of(), Trees.names(trees.source));
    }

    @Test
    void what_is_mounted_inside_is_copied_and_stays_mounted() throws Exception {
        try (LoopImage mounted = LoopImage.of(trees.source.resolve("new"), "tmpfs")) {
            Trees.file(mounted.directory(), "m", "on another file system");
            Map<String, Object> before = inodes(trees.source);

            Outcome outcome = trees.copy();

            assertEquals("on another file system", Files.readString(trees.target.resolve("new/tmpfs/m")));
            assertEquals(before.get("new/deep/c"), inodes(trees.target).get("new/deep/c"));
            assertEquals(List.of("new", "new/tmpfs"), Trees.names(trees.source));
            assertEquals(1, outcome.counts().failed(), outcome.toString());
            assertTrue(outcome.problems().getFirst().reason().startsWith("removing the source: "));
        }
    }

    @Test
    void several_sources_are_renamed_too_but_never_over_each_other() throws Exception {
        Path second = Files.createDirectory(temporary.resolve("second"));
        Trees.file(second, "new/b", "another second");
        trees.andFrom(second);

        trees.copy();

        assertEquals("the second", Files.readString(trees.target.resolve("new/b")));
        assertEquals(List.of("new", "new/b"), new ArrayList<>(Trees.names(second)));
    }
}
