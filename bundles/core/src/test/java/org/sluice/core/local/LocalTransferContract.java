package org.sluice.core.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.chunk.FileKey;
import org.sluice.core.WatchedRoot;
import org.sluice.core.known.Copies.Copy;
import org.sluice.core.local.LocalTransfer.Outcome;
import org.sluice.io.IoBackend;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.transfer.Problem;
import org.sluice.transfer.Problem.Severity;

/** What a copy on one machine owes, with each backend. */
abstract class LocalTransferContract {

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

    private static void assertProblem(Outcome outcome, Severity severity, String path, String reason) {
        assertEquals(List.of(new Problem(severity, path, reason)), outcome.problems());
    }

    @Test
    void a_tree_arrives_with_modes_times_and_links() throws Exception {
        fill();

        Outcome outcome = trees.copy();

        assertNothingWrong(outcome);
        assertEqualTrees();
        assertEquals(4, outcome.counts().files());
        assertEquals(3, outcome.counts().directories());
        assertEquals(2, outcome.counts().links());
        assertEquals(9 + 10 + LARGE, outcome.counts().bytes());
    }

    @Test
    void copies_of_files_that_have_chunks_are_named_with_what_they_are() throws Exception {
        fill();
        Trees.file(trees.source, "sub/middling", 300 << 10);
        Trees.settle(trees.source);

        Map<String, Copy> copies = new TreeMap<>();
        for (Copy copy : trees.copy().copies()) {
            copies.put(copy.to().path().toString(), copy);
        }

        try (Root source = backend().root(trees.source);
                Root target = backend().root(trees.target)) {
            for (String name : List.of("sub/large", "sub/middling")) {
                Copy copy = copies.remove(name);
                assertEquals(trees.target.toRealPath(), copy.to().root().toRealPath());
                assertEquals(FileKey.of(source.find(RelPath.parse(name)).orElseThrow()), Optional.of(copy.from()));
                assertEquals(
                        FileKey.of(target.find(RelPath.parse(name)).orElseThrow()),
                        Optional.of(copy.to().key()));
            }
        }
        assertEquals(Map.of(), copies);
        assertEquals(List.of(), trees.copy().copies(), "nothing was copied");
    }

    @Test
    void a_repeat_finds_all_unchanged_and_touches_nothing() throws Exception {
        fill();
        trees.copy();
        List<String> calls = Collections.synchronizedList(new ArrayList<>());
        trees.watching(WatchedRoot.Call::proceed, call -> {
            calls.add(call.name());
            return call.proceed();
        });

        Outcome outcome = trees.copy();

        assertEquals(10, outcome.counts().unchanged());
        assertEquals(10, outcome.counts().entries());
        calls.removeAll(List.of("find", "list", "enter", "readLink"));
        assertEquals(List.of(), calls);
        assertEqualTrees();
    }

    @Test
    void what_differs_is_replaced_and_metadata_alone_is_corrected() throws Exception {
        fill();
        trees.copy();
        Trees.file(trees.source, "a", "longer than it was");
        Files.writeString(trees.target.resolve("sub/b"), "THE SECOND");
        Trees.mode(trees.target.resolve("sub/large"), "rw-------");
        Files.delete(trees.target.resolve("sub/link"));
        Files.createSymbolicLink(trees.target.resolve("sub/link"), Path.of("elsewhere"));
        Trees.settle(trees.source);

        Outcome outcome = trees.copy();

        assertNothingWrong(outcome);
        assertEqualTrees();
        assertEquals(2, outcome.counts().files());
        assertEquals(1, outcome.counts().links());
        assertEquals(0, outcome.counts().directories());
    }

    @Test
    void a_new_directory_does_not_change_the_time_of_the_one_it_is_in() throws Exception {
        Trees.file(trees.source, "old/x", "x");
        trees.copy();
        Trees.file(trees.source, "old/new/y", "y");
        Trees.settle(trees.source);

        trees.copy();

        assertEqualTrees();
    }

    @Test
    void a_directory_of_many_files_feeds_all_workers() throws Exception {
        for (int i = 0; i < 2000; i++) {
            Trees.file(trees.source, "many/" + i, "content " + i);
            Trees.file(trees.source, "t" + i, "top " + i);
        }
        Trees.settle(trees.source);

        Outcome outcome = trees.copy();

        assertNothingWrong(outcome);
        assertEquals(4000, outcome.counts().files());
        assertEqualTrees();
    }

    @Test
    void a_dry_run_changes_nothing_and_tells_what_would_happen() throws Exception {
        fill();
        Trees.file(trees.target, "a", "older");
        Trees.file(trees.target, "extra/x", "not there");
        Trees.settle(trees.target);
        var before = Trees.all(trees.target);
        trees.with(o -> o.withDryRun(true).withDeleting(o.deleting().withDelete()))
                .telling();

        Outcome dry = trees.copy();
        List<String> told = trees.told();

        assertEquals(before, Trees.all(trees.target));
        trees.with(o -> o.withDryRun(false));
        Outcome real = trees.copy();
        assertEquals(trees.told(), told);
        assertEquals(real.counts(), dry.counts());
        assertEqualTrees();
    }

    @Test
    void changes_are_told_with_the_letters_of_rsync() throws Exception {
        fill();
        trees.telling();

        trees.copy();

        assertEquals(
                List.of(
                        ">f+++++++++ a",
                        "cL+++++++++ dangling -> nowhere",
                        "cd+++++++++ empty/",
                        "cd+++++++++ sub/",
                        ">f+++++++++ sub/b",
                        "cd+++++++++ sub/deep/",
                        ">f+++++++++ sub/deep/c",
                        ">f+++++++++ sub/large",
                        "cL+++++++++ sub/link -> ../a"),
                trees.told().stream().filter(line -> !line.endsWith("./")).toList());
        Trees.file(trees.source, "a", "longer than it was");
        Trees.touch(trees.source.resolve("sub/b"), 5);
        Trees.mode(trees.source.resolve("sub/large"), "rw-------");
        Trees.touch(trees.source.resolve("empty"), 5);
        Files.delete(trees.source.resolve("dangling"));
        Files.createSymbolicLink(trees.source.resolve("dangling"), Path.of("elsewhere"));
        Trees.touch(trees.source, 0);

        trees.copy();

        assertEquals(
                List.of(">f.s....... a", ".d..t...... empty/", ">f..t...... sub/b", ".f...p..... sub/large"),
                trees.told().stream().filter(line -> !line.contains("dangling")).toList());
        assertTrue(
                trees.changes.stream().anyMatch(line -> line.matches("cLc\\.[.t]\\.{6} dangling -> elsewhere")),
                trees.changes.toString());
    }

    @Test
    void a_file_that_changes_while_it_is_read_is_copied_again() throws Exception {
        Trees.file(trees.source, "d/f", "before");
        AtomicInteger copies = new AtomicInteger();
        trees.watching(
                call -> {
                    if (call.name().equals("copy") && copies.incrementAndGet() == 1) {
                        Files.writeString(trees.source.resolve("d/f"), "after, and longer");
                    }
                    return call.proceed();
                },
                WatchedRoot.Call::proceed);

        Outcome outcome = trees.copy();

        assertNothingWrong(outcome);
        assertEquals(2, copies.get());
        assertEquals("after, and longer", Files.readString(trees.target.resolve("d/f")));
        assertEquals(
                Files.getLastModifiedTime(trees.source.resolve("d/f")),
                Files.getLastModifiedTime(trees.target.resolve("d/f")));
    }

    @Test
    void a_file_that_never_keeps_still_does_not_land_and_is_named() throws Exception {
        Trees.file(trees.source, "d/grows", "x");
        Trees.file(trees.source, "d/other", "y");
        Trees.file(trees.source, "large", LARGE);
        trees.watching(
                call -> {
                    if (call.name().equals("copy") && call.path().toString().equals("d/grows")) {
                        Files.writeString(
                                trees.source.resolve("d/grows"),
                                Files.readString(trees.source.resolve("d/grows")) + "x");
                    }
                    if (call.name().equals("open") && call.path().toString().equals("large")) {
                        Trees.file(trees.source, "large", LARGE - 1);
                    }
                    return call.proceed();
                },
                WatchedRoot.Call::proceed);

        Outcome outcome = trees.copy();

        assertEquals(2, outcome.counts().vanished());
        assertEquals(
                Set.of("d/grows", "large"),
                Set.copyOf(outcome.problems().stream().map(Problem::path).toList()));
        outcome.problems()
                .forEach(problem -> assertEquals("changed while it was being read", problem.reason(), problem.path()));
        assertEquals(List.of("d", "d/other"), Trees.names(trees.target));
    }

    @Test
    void what_vanishes_before_its_turn_is_named_and_the_others_land() throws Exception {
        Trees.file(trees.source, "d/gone", "x");
        Trees.file(trees.source, "d/other", "y");
        Trees.file(trees.source, "e/x", "y");
        trees.watching(
                call -> {
                    if (call.name().equals("copy") && call.path().toString().equals("d/gone")) {
                        throw new NoSuchFileException("d/gone");
                    }
                    if (call.name().equals("enter") && call.path().toString().equals("e")) {
                        throw new NoSuchFileException("e");
                    }
                    return call.proceed();
                },
                WatchedRoot.Call::proceed);

        Outcome outcome = trees.copy();

        assertEquals(2, outcome.counts().vanished());
        outcome.problems().forEach(problem -> assertEquals("was there and is gone", problem.reason()));
        assertEquals(List.of("d", "d/other", "e"), Trees.names(trees.target));
    }

    @Test
    void what_cannot_be_written_fails_alone() throws Exception {
        Trees.file(trees.source, "d/full", "x");
        Trees.file(trees.source, "d/other", "y");
        trees.watching(
                call -> {
                    if (call.name().equals("copy") && call.path().toString().equals("d/full")) {
                        throw new FileSystemException("d/full", null, "ENOSPC");
                    }
                    return call.proceed();
                },
                WatchedRoot.Call::proceed);

        Outcome outcome = trees.copy();

        assertProblem(outcome, Severity.FAILED, "d/full", "copying: ENOSPC");
        assertEquals(List.of("d", "d/other"), Trees.names(trees.target));
    }

    @Test
    void two_sources_with_the_same_names_are_merged_and_the_first_wins() throws Exception {
        Path other = Files.createDirectory(temporary.resolve("another"));
        Trees.file(trees.source, "d/both", "first");
        Trees.file(trees.source, "d/one", "1");
        Trees.file(other, "d/both", "the second");
        Trees.file(other, "d/two", "2");

        Outcome outcome = trees.andFrom(other).copy();

        assertNothingWrong(outcome);
        assertEquals("first", Files.readString(trees.target.resolve("d/both")));
        assertEquals(List.of("d", "d/both", "d/one", "d/two"), Trees.names(trees.target));
        assertEquals(3, outcome.counts().files());
    }

    @Test
    void a_directory_that_cannot_be_read_is_told_and_the_others_land() throws Exception {
        Trees.file(trees.source, "closed/x", "x");
        Trees.file(trees.source, "open/x", "x");
        trees.watching(
                call -> {
                    if (call.name().equals("list") && call.path().toString().equals("closed")) {
                        throw new AccessDeniedException("closed");
                    }
                    return call.proceed();
                },
                WatchedRoot.Call::proceed);

        Outcome outcome = trees.copy();

        assertProblem(outcome, Severity.FAILED, "closed", "reading: permission denied");
        assertEquals(List.of("closed", "open", "open/x"), Trees.names(trees.target));
    }

    @Test
    void a_failing_worker_ends_the_transfer_and_nothing_stays_in_the_staging_folder() throws Exception {
        fill();
        trees.watching(
                call -> {
                    if (call.name().equals("list") && call.path().toString().equals("sub")) {
                        throw new IllegalStateException("broken");
                    }
                    return call.proceed();
                },
                WatchedRoot.Call::proceed);

        try {
            trees.copy();
        } catch (IllegalStateException e) {
            assertEquals("broken", e.getMessage());
            assertFalse(Trees.names(trees.target).contains(".sluice-staging"));
            return;
        }
        throw new AssertionError("it did not end");
    }
}
