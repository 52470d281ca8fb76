package org.sluice.core.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.core.WatchedRoot;
import org.sluice.core.local.LocalTransfer.Outcome;
import org.sluice.io.RelPath;
import org.sluice.io.fallback.NioBackend;

/** A destination where names that differ in case only are one name. */
class CaseTest {

    @TempDir
    private Path temporary;

    private Trees trees;

    @BeforeEach
    void make_trees() throws Exception {
        trees = new Trees(new NioBackend(), temporary).watching(WatchedRoot.Call::proceed, CaseTest::folded);
    }

    /** All names are small. */
    private static Object folded(WatchedRoot.Call call) throws IOException {
        Object[] arguments = call.arguments().clone();
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i] instanceof RelPath path) {
                arguments[i] =
                        path.isRoot() ? path : RelPath.parse(path.toString().toLowerCase(Locale.ROOT));
            }
        }
        return call.proceed(arguments);
    }

    @Test
    void of_two_names_that_are_one_the_second_fails() throws Exception {
        Trees.file(trees.source, "README", "first");
        Trees.file(trees.source, "readme", "second");

        Outcome outcome = trees.copy();

        assertEquals(1, outcome.counts().failed(), outcome.toString());
        assertEquals(1, outcome.counts().files());
        assertTrue(
                outcome.problems()
                        .getFirst()
                        .reason()
                        .endsWith("something there has this name, or one of another case"),
                outcome.toString());
    }

    @Test
    void in_a_new_directory_it_fails_too() throws Exception {
        Trees.file(trees.source, "d/README", "first");
        Trees.file(trees.source, "d/readme", "second");

        Outcome outcome = trees.copy();

        assertEquals(1, outcome.counts().failed(), outcome.toString());
        assertEquals(1, outcome.counts().files());
    }

    @Test
    void what_is_there_in_another_case_is_neither_replaced_nor_deleted() throws Exception {
        Trees.file(trees.source, "README", "of the source");
        Trees.file(trees.source, "D/x", "of the source");
        Trees.file(trees.target, "readme", "was there");
        Trees.file(trees.target, "d/y", "was there");
        trees.with(o -> o.withDeleting(o.deleting().withDelete()));

        Outcome outcome = trees.copy();

        assertEquals("was there", Files.readString(trees.target.resolve("readme")));
        assertEquals(List.of("d", "d/y", "readme"), Trees.names(trees.target));
        assertTrue(outcome.counts().failed() > 1, outcome.toString());
        assertEquals(0, outcome.counts().deleted());
    }

    @Test
    void where_names_are_told_apart_both_land() throws Exception {
        trees.watching(WatchedRoot.Call::proceed, WatchedRoot.Call::proceed);
        Trees.file(trees.source, "README", "first");
        Trees.file(trees.source, "readme", "second");

        Outcome outcome = trees.copy();

        assertEquals(List.of(), outcome.problems());
        assertEquals(List.of("README", "readme"), Trees.names(trees.target));
    }
}
