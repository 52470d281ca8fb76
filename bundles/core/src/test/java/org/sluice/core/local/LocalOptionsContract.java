package org.sluice.core.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.core.WatchedRoot;
import org.sluice.core.local.LocalTransfer.Outcome;
import org.sluice.io.IoBackend;
import org.sluice.transfer.Comparing;
import org.sluice.transfer.Durability;
import org.sluice.transfer.Kept;
import org.sluice.transfer.Selection;

/** What options make of a copy on one machine, with each backend. */
abstract class LocalOptionsContract {

    private static final long LARGE = 9L << 20;

    @TempDir
    private Path temporary;

    Trees trees;

    abstract IoBackend backend();

    @BeforeEach
    void make_trees() throws Exception {
        trees = new Trees(backend(), temporary);
    }

    /** One of every kind. */
    private void fill() throws IOException {
        Trees.file(trees.source, "a", "the first");
        Trees.mode(Trees.file(trees.source, "sub/b", "the second"), "rwxr-x--x");
        Trees.file(trees.source, "sub/deep/c", "");
        Trees.file(trees.source, "sub/large", LARGE);
        Files.createDirectory(trees.source.resolve("empty"));
        Files.createSymbolicLink(trees.source.resolve("sub/link"), Path.of("../a"));
        Files.createSymbolicLink(trees.source.resolve("dangling"), Path.of("nowhere"));
        Trees.mode(trees.source.resolve("sub/deep"), "r-xr-xr-x");
        Trees.settle(trees.source);
    }

    private void assertEqualTrees() throws IOException {
        assertEquals(Trees.all(trees.source), Trees.all(trees.target));
    }

    private static void assertNothingWrong(Outcome outcome) {
        assertEquals(List.of(), outcome.problems());
        assertEquals(0, outcome.counts().failed());
    }

    @Test
    void a_checksum_finds_what_size_and_time_do_not_tell() throws Exception {
        Trees.file(trees.source, "f", "one");
        Trees.file(trees.source, "same", "same");
        Trees.file(trees.target, "f", "two");
        Trees.file(trees.target, "same", "same");
        trees.telling();

        trees.copy();
        assertEquals("two", Files.readString(trees.target.resolve("f")));
        trees.with(o -> o.withComparing(new Comparing(true, false, List.of()))).copy();

        assertEquals("one", Files.readString(trees.target.resolve("f")));
        assertEquals(List.of(">fc........ f"), trees.told());
    }

    @Test
    void an_update_leaves_what_is_newer() throws Exception {
        Trees.file(trees.source, "f", "old");
        Trees.file(trees.source, "g", "new");
        Trees.touch(Trees.file(trees.target, "f", "newer, and longer"), 10);
        Trees.touch(Trees.file(trees.target, "g", "older"), -10);

        trees.with(o -> o.withComparing(new Comparing(false, true, List.of()))).copy();

        assertEquals("newer, and longer", Files.readString(trees.target.resolve("f")));
        assertEquals("new", Files.readString(trees.target.resolve("g")));
    }

    @Test
    void names_of_one_file_stay_names_of_one_file() throws Exception {
        Path first = Trees.file(trees.source, "d/first", "shared");
        Files.createDirectories(trees.source.resolve("e/f"));
        Files.createLink(trees.source.resolve("e/f/second"), first);
        Files.createLink(trees.source.resolve("third"), first);
        Trees.settle(trees.source);
        trees.with(o -> o.withKept(withLinks()));

        Outcome outcome = trees.copy();

        assertNothingWrong(outcome);
        assertEqualTrees();
        assertEquals(1, outcome.counts().files());
        assertEquals(2, outcome.counts().linked());
        Object file = Files.getAttribute(trees.target.resolve("third"), "unix:ino");
        assertEquals(file, Files.getAttribute(trees.target.resolve("d/first"), "unix:ino"));
        assertEquals(file, Files.getAttribute(trees.target.resolve("e/f/second"), "unix:ino"));
        assertEquals(6 + 1, trees.copy().counts().unchanged());

        Files.delete(trees.target.resolve("third"));
        Trees.file(trees.target, "third", "shared");
        trees.copy();

        assertEquals(3, Files.getAttribute(trees.target.resolve("third"), "unix:nlink"));
    }

    @Test
    void names_of_one_symbolic_link_stay_names_of_one() throws Exception {
        Path first = Files.createSymbolicLink(trees.source.resolve("first"), Path.of("anywhere"));
        assertEquals(
                0,
                new ProcessBuilder(
                                "ln",
                                first.toString(),
                                trees.source.resolve("second").toString())
                        .start()
                        .waitFor());
        trees.with(o -> o.withKept(withLinks()));

        Outcome outcome = trees.copy();

        assertNothingWrong(outcome);
        assertEquals(1, outcome.counts().links());
        assertEquals(1, outcome.counts().linked());
        assertEquals(
                2,
                Files.getAttribute(
                        trees.target.resolve("second"), "unix:nlink", java.nio.file.LinkOption.NOFOLLOW_LINKS));
        assertEquals(2 + 1, trees.copy().counts().unchanged());
    }

    private static Set<Kept> withLinks() {
        EnumSet<Kept> kept = EnumSet.copyOf(Kept.ARCHIVE);
        kept.add(Kept.HARD_LINKS);
        return kept;
    }

    @Test
    void what_is_unchanged_beside_is_linked_from_there() throws Exception {
        Path yesterday = Files.createDirectory(temporary.resolve("yesterday"));
        Trees.file(trees.source, "d/same", "same");
        Trees.file(trees.source, "top", "top");
        Trees.file(trees.source, "d/changed", "new");
        Trees.file(yesterday, "d/same", "same");
        Trees.file(yesterday, "top", "top");
        Trees.file(yesterday, "d/changed", "older");
        Trees.settle(trees.source);
        trees.with(o -> o.withComparing(new Comparing(false, false, List.of(Path.of("../yesterday")))));

        Outcome outcome = trees.copy();

        assertNothingWrong(outcome);
        assertEqualTrees();
        assertEquals(2, outcome.counts().linked());
        assertEquals(1, outcome.counts().files());
        for (String name : List.of("d/same", "top")) {
            assertEquals(
                    Files.getAttribute(yesterday.resolve(name), "unix:ino"),
                    Files.getAttribute(trees.target.resolve(name), "unix:ino"));
        }
        assertNotEquals(
                Files.getAttribute(yesterday.resolve("d/changed"), "unix:ino"),
                Files.getAttribute(trees.target.resolve("d/changed"), "unix:ino"));
    }

    @Test
    void what_is_not_kept_is_left_out_or_left_as_it_is() throws Exception {
        fill();
        trees.with(o -> o.withKept(Set.of(Kept.TIMES)));

        Outcome outcome = trees.copy();

        assertEquals(2, outcome.counts().skipped());
        assertFalse(Files.exists(trees.target.resolve("sub/link"), java.nio.file.LinkOption.NOFOLLOW_LINKS));
        Trees.mode(trees.target.resolve("sub/b"), "rw-------");
        Trees.file(trees.source, "sub/b", "another");
        trees.copy();
        assertEquals(0100600, Files.getAttribute(trees.target.resolve("sub/b"), "unix:mode"));
    }

    @Test
    void content_passes_no_faster_than_was_allowed() throws Exception {
        Trees.file(trees.source, "large", LARGE);
        long before = System.nanoTime();

        trees.with(o -> o.withBandwidth(java.util.OptionalLong.of(LARGE))).copy();

        long took = System.nanoTime() - before;
        assertTrue(took >= 700_000_000L, took + " ns");
        assertEquals(
                Trees.all(trees.source).get("large"), Trees.all(trees.target).get("large"));
    }

    @Test
    void each_durability_lands_the_same() throws Exception {
        fill();
        for (Durability durability : Durability.values()) {
            Path other = Files.createDirectory(temporary.resolve(durability.toString()));
            Trees one = new Trees(backend(), other);
            Files.delete(one.source);
            Files.createSymbolicLink(one.source, trees.source);

            Outcome outcome = one.with(o -> o.withDurability(durability)).copy();

            assertNothingWrong(outcome);
            assertEquals(Trees.all(trees.source), Trees.all(one.target), durability.toString());
        }
    }

    @Test
    void without_durability_nothing_is_synced_and_with_it_before_each_name() throws Exception {
        fill();
        List<String> calls = Collections.synchronizedList(new ArrayList<>());
        trees.watching(WatchedRoot.Call::proceed, call -> {
            if (call.name().endsWith("sync") || call.name().equals("rename")) {
                calls.add(call.name());
            }
            return call.proceed();
        });

        trees.with(o -> o.withDurability(Durability.NONE)).copy();
        assertFalse(calls.contains("sync"), calls.toString());
        assertTrue(calls.contains("rename"));

        calls.clear();
        Trees.file(trees.source, "new/x", "new");
        trees.with(o -> o.withDurability(Durability.BATCH)).copy();
        assertEquals("sync", calls.getFirst());
        assertEquals("sync", calls.getLast());

        calls.clear();
        Trees.file(trees.source, "newer", "newer");
        trees.with(o -> o.withDurability(Durability.FILE)).copy();
        assertEquals("file.sync", calls.getFirst());
        assertEquals("sync", calls.getLast());
    }

    @Test
    void only_what_rules_let_through_takes_part() throws Exception {
        Trees.file(trees.source, "keep.c", "x");
        Trees.file(trees.source, "drop.o", "x");
        Trees.file(trees.source, "sub/drop.o", "x");
        Trees.file(trees.source, "sub/keep.h", "x");
        trees.with(o -> o.withSelection(Selection.ALL.withFilters(
                List.of(new org.sluice.transfer.Filter(
                        org.sluice.transfer.Filter.Kind.EXCLUDE,
                        "*.o".getBytes(java.nio.charset.StandardCharsets.UTF_8))),
                Path.of(""),
                false)));

        trees.copy();

        assertEquals(List.of("keep.c", "sub", "sub/keep.h"), Trees.names(trees.target));
    }
}
