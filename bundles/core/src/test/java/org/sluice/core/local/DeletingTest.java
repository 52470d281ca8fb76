package org.sluice.core.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.core.WatchedRoot;
import org.sluice.core.local.LocalTransfer.Outcome;
import org.sluice.io.IoBackend;
import org.sluice.io.fallback.NioBackend;
import org.sluice.transfer.Deleting;
import org.sluice.transfer.Deleting.Backup;
import org.sluice.transfer.Filter;
import org.sluice.transfer.Selection;

/** What deletes: mirrors, moves, and what is kept of that. */
class DeletingTest {

    private static final IoBackend BACKEND = new NioBackend();

    @TempDir
    private Path temporary;

    private Trees trees;

    @BeforeEach
    void make_trees() throws Exception {
        trees = new Trees(BACKEND, temporary);
        Trees.file(trees.source, "kept", "kept");
        Trees.file(trees.source, "d/kept", "kept");
        Trees.settle(trees.source);
        Trees.file(trees.target, "kept", "kept");
        Trees.file(trees.target, "d/kept", "kept");
        Trees.file(trees.target, "d/extra", "extra");
        Trees.mode(Trees.file(trees.target, "extra/deep/x", "x"), "rw-r-x---");
        Trees.mode(Trees.file(trees.target, "extra/y", "yy"), "rw-------");
        Trees.mode(trees.target.resolve("extra/deep"), "rwxr-x---");
        Trees.settle(trees.target);
    }

    private static Deleting deleting(boolean delete, OptionalLong max, Optional<Backup> backup, boolean trash) {
        return new Deleting(delete, false, max, false, backup, trash);
    }

    private Trees mirroring() {
        return trees.with(o -> o.withDeleting(o.deleting().withDelete()));
    }

    @Test
    void a_mirror_has_nothing_that_the_source_lacks() throws Exception {
        Outcome outcome = mirroring().telling().copy();

        assertEquals(List.of(), outcome.problems());
        assertEquals(Trees.all(trees.source), Trees.all(trees.target));
        assertEquals(5, outcome.counts().deleted());
        assertEquals(
                List.of(
                        "*deleting   d/extra",
                        "*deleting   extra/",
                        "*deleting   extra/deep/",
                        "*deleting   extra/deep/x",
                        "*deleting   extra/y"),
                trees.told());
    }

    @Test
    void a_copy_deletes_nothing() throws Exception {
        Outcome outcome = trees.copy();

        assertEquals(0, outcome.counts().deleted());
        assertTrue(Files.exists(trees.target.resolve("extra/deep/x")));
    }

    @Test
    void nothing_is_deleted_when_a_part_of_the_source_could_not_be_read() throws Exception {
        mirroring()
                .watching(
                        call -> {
                            if (call.name().equals("list")
                                    && call.path().toString().equals("d")) {
                                throw new AccessDeniedException("d");
                            }
                            return call.proceed();
                        },
                        WatchedRoot.Call::proceed);

        Outcome outcome = trees.copy();

        assertEquals(0, outcome.counts().deleted());
        assertTrue(Files.exists(trees.target.resolve("extra/deep/x")));
        assertTrue(
                outcome.problems().stream().anyMatch(p -> p.reason().startsWith("nothing was deleted")),
                outcome.toString());
        assertTrue(outcome.counts().failed() > 0);
    }

    @Test
    void no_more_is_deleted_than_was_allowed() throws Exception {
        trees.with(o -> o.withDeleting(deleting(true, OptionalLong.of(2), Optional.empty(), false)));

        Outcome outcome = trees.copy();

        assertEquals(2, outcome.counts().deleted());
        assertTrue(outcome.counts().undeleted() > 0);
        assertEquals(
                3, Trees.names(trees.target).size() - Trees.names(trees.source).size());
    }

    @Test
    void what_is_excluded_is_not_deleted() throws Exception {
        Selection selection = Selection.ALL.withFilters(
                List.of(new Filter(Filter.Kind.EXCLUDE, "x".getBytes(StandardCharsets.UTF_8))), Path.of(""), false);
        mirroring().with(o -> o.withSelection(selection));

        trees.copy();

        assertEquals(List.of("d", "d/kept", "extra", "extra/deep", "extra/deep/x", "kept"), Trees.names(trees.target));
    }

    @Test
    void a_directory_in_the_way_of_a_file_is_deleted_before_it_lands() throws Exception {
        Trees.file(trees.source, "extra", "a file now");
        Trees.settle(trees.source);

        Outcome outcome = mirroring().copy();

        assertEquals(List.of(), outcome.problems());
        assertEquals(Trees.all(trees.source), Trees.all(trees.target));
    }

    @Test
    void a_directory_in_the_way_stays_where_nothing_may_be_deleted() throws Exception {
        Trees.file(trees.source, "extra", "a file now");

        Outcome outcome = trees.copy();

        assertEquals(1, outcome.counts().failed());
        assertEquals(
                "copying: a directory that is not empty is in the way",
                outcome.problems().getFirst().reason());
        assertTrue(Files.exists(trees.target.resolve("extra/deep/x")));
    }

    @Test
    void what_is_replaced_or_deleted_is_kept_with_a_suffix() throws Exception {
        Trees.file(trees.source, "kept", "replaced");
        trees.with(o -> o.withDeleting(
                deleting(true, OptionalLong.empty(), Optional.of(new Backup(Optional.empty(), "~")), false)));

        trees.copy();
        trees.copy();

        assertEquals("replaced", Files.readString(trees.target.resolve("kept")));
        assertEquals("kept", Files.readString(trees.target.resolve("kept~")));
        assertEquals("extra", Files.readString(trees.target.resolve("d/extra~")));
    }

    @Test
    void what_is_replaced_or_deleted_is_kept_in_a_directory() throws Exception {
        for (Path directory : List.of(Path.of("old"), temporary.resolve("elsewhere"))) {
            Trees.file(trees.source, "kept", "replaced");
            Trees.file(trees.target, "kept", "before");
            Trees.file(trees.target, "extra/deep/x", "x");
            trees.with(o -> o.withDeleting(
                    deleting(true, OptionalLong.empty(), Optional.of(new Backup(Optional.of(directory), "")), false)));

            trees.copy();

            Path kept = trees.target.resolve(directory);
            assertEquals("before", Files.readString(kept.resolve("kept")));
            assertEquals("x", Files.readString(kept.resolve("extra/deep/x")));
            assertEquals("replaced", Files.readString(trees.target.resolve("kept")));
            assertFalse(Files.exists(trees.target.resolve("extra")));
        }
    }

    @Test
    void a_move_leaves_nothing_behind_that_has_arrived() throws Exception {
        Trees.file(trees.source, "new/x", "x");
        Trees.file(trees.source, "large", 9L << 20);
        Files.createSymbolicLink(trees.source.resolve("link"), Path.of("kept"));
        var before = Trees.all(trees.source);
        before.remove("");

        Outcome outcome = trees.moving().copy();

        assertEquals(List.of(), outcome.problems());
        assertEquals(List.of(), Trees.names(trees.source));
        var after = Trees.all(trees.target);
        before.forEach((name, what) -> {
            if (!name.equals("new") && !name.equals("d")) {
                assertEquals(what, after.get(name), name);
            }
        });
    }

    @Test
    void a_move_takes_no_file_for_another_because_of_its_size_and_time() throws Exception {
        Trees.file(trees.target, "kept", "KEPT");

        trees.moving().copy();

        assertEquals("kept", Files.readString(trees.target.resolve("kept")));
    }

    @Test
    void a_source_is_removed_only_after_its_copy_is_durable_under_its_name() throws Exception {
        Trees.file(trees.source, "new/x", "x");
        Trees.file(trees.source, "top", "x");
        List<String> calls = Collections.synchronizedList(new ArrayList<>());
        trees.moving()
                .watching(
                        call -> {
                            if (call.name().equals("remove")
                                    && !call.path().toString().endsWith("kept")) {
                                calls.add("remove source");
                            }
                            return call.proceed();
                        },
                        call -> {
                            if (call.name().equals("sync") || call.name().equals("rename")) {
                                calls.add(call.name());
                            }
                            return call.proceed();
                        });

        trees.copy();

        int removed = calls.indexOf("remove source");
        assertTrue(calls.contains("rename"), calls.toString());
        assertTrue(calls.subList(0, removed).lastIndexOf("sync") > calls.lastIndexOf("rename"), calls.toString());
    }

    @Test
    void a_source_that_changes_after_it_was_copied_stays() throws Exception {
        Trees.file(trees.source, "new/x", "x");
        trees.moving().watching(WatchedRoot.Call::proceed, call -> {
            if (call.name().equals("rename")) {
                Files.writeString(trees.source.resolve("new/x"), "changed");
            }
            return call.proceed();
        });

        Outcome outcome = trees.copy();

        assertEquals("changed", Files.readString(trees.source.resolve("new/x")));
        assertEquals(1, outcome.counts().vanished(), outcome.toString());
        assertEquals(
                "changed after it had been copied, so the source stays",
                outcome.problems().getFirst().reason());
    }

    @Test
    void a_source_whose_copy_cannot_be_made_durable_stays() throws Exception {
        trees.moving().watching(WatchedRoot.Call::proceed, call -> {
            if (call.name().equals("sync")) {
                throw new IOException("EIO");
            }
            return call.proceed();
        });
        var before = Trees.names(trees.source);

        try {
            trees.copy();
        } catch (IOException e) {
            assertEquals(before, Trees.names(trees.source));
            return;
        }
        throw new AssertionError("the transfer did not end");
    }
}
