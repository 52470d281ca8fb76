package org.sluice.core.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.core.local.LocalTransfer.Outcome;
import org.sluice.core.progress.Meter;
import org.sluice.io.IoBackend;
import org.sluice.io.Root;
import org.sluice.io.linux.LinuxBackend;
import org.sluice.transfer.Deleting;
import org.sluice.transfer.Durability;
import org.sluice.transfer.Problem;
import org.sluice.transfer.Problem.Severity;

/** What a transfer with a trash has done can be undone. */
class UndoingTest {

    private static final IoBackend BACKEND = new LinuxBackend();

    @TempDir
    private Path temporary;

    private Trees trees;
    private Map<String, String> before;
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void make_trees() throws Exception {
        trees = new Trees(BACKEND, temporary)
                .with(o ->
                        o.withDeleting(new Deleting(true, false, OptionalLong.empty(), false, Optional.empty(), true)));
        Trees.file(trees.source, "kept", "replaced");
        Trees.file(trees.source, "d/kept", "kept");
        Trees.file(trees.source, "d/new", "new");
        Trees.file(trees.source, "fresh/deep/x", "fresh");
        Trees.file(trees.source, "fresh/large", 9L << 20);
        Files.createSymbolicLink(trees.source.resolve("link"), Path.of("kept"));
        Trees.settle(trees.source);
        Trees.file(trees.target, "kept", "before");
        Trees.file(trees.target, "d/kept", "kept");
        Trees.file(trees.target, "d/extra", "extra");
        Trees.mode(Trees.file(trees.target, "extra/deep/x", "x"), "rw-r-x---");
        Trees.mode(trees.target.resolve("extra/deep"), "rwxr-x---");
        Trees.settle(trees.target);
        before = Trees.all(trees.target);
    }

    private Optional<Outcome> undo() throws IOException {
        return undo(false);
    }

    private Optional<Outcome> undo(boolean dry) throws IOException {
        told.clear();
        try (Root root = BACKEND.root(trees.target)) {
            return new Undoing(root, dry, change -> told.add(change.letters() + " " + change.name()), new Meter())
                    .run();
        }
    }

    /** What is there, but for the trash. */
    private Map<String, String> now() throws IOException {
        Map<String, String> now = Trees.all(trees.target);
        now.keySet().removeIf(name -> name.startsWith(".sluice-trash"));
        return now;
    }

    private List<String> aside() throws IOException {
        try (Stream<Path> all = Files.walk(trees.target.resolve(".sluice-trash/undone"))) {
            return all.filter(path -> !Files.isDirectory(path))
                    .map(path -> trees.target.resolve(".sluice-trash/undone").relativize(path))
                    .map(path -> path.subpath(1, path.getNameCount()).toString())
                    .sorted()
                    .toList();
        }
    }

    private void assertAsBefore() throws IOException {
        Trees.settle(trees.target);
        assertEquals(before, now());
    }

    @Test
    void all_is_as_it_was_and_what_was_created_lies_aside() throws Exception {
        Outcome outcome = trees.copy();
        assertEquals(List.of(), outcome.problems());
        assertEquals("replaced", Files.readString(trees.target.resolve("kept")));
        assertFalse(Files.exists(trees.target.resolve("extra")));
        assertEquals(0, trees.copy().counts().deleted());

        Outcome undone = undo().orElseThrow();

        assertEquals(List.of(), undone.problems());
        assertAsBefore();
        assertEquals(List.of("d/new", "fresh/deep/x", "fresh/large", "kept", "link"), aside());
        assertEquals(6, undone.counts().deleted());
        assertEquals(3, undone.counts().files());
        assertEquals(2, undone.counts().directories());
        assertEquals(Optional.empty(), undo());
    }

    @Test
    void it_is_the_same_when_each_file_is_durable_by_itself() throws Exception {
        trees.with(o -> o.withDurability(Durability.FILE)).copy();

        assertEquals(List.of(), undo().orElseThrow().problems());

        assertAsBefore();
    }

    @Test
    void a_dry_run_tells_all_and_changes_nothing() throws Exception {
        trees.copy();
        Map<String, String> after = Trees.all(trees.target);

        Outcome dry = undo(true).orElseThrow();
        List<String> said = List.copyOf(told);

        assertEquals(after, Trees.all(trees.target));
        Outcome real = undo().orElseThrow();
        assertEquals(said, told);
        assertEquals(dry.counts(), real.counts());
        assertTrue(said.contains("*deleting   fresh/deep/"), said.toString());
        assertTrue(said.contains(">fc........ kept"), said.toString());
    }

    @Test
    void what_was_created_and_has_changed_since_stays() throws Exception {
        trees.copy();
        Files.writeString(trees.target.resolve("d/new"), "written since");
        Files.writeString(trees.target.resolve("fresh/deep/mine"), "come since");

        Outcome undone = undo().orElseThrow();

        assertEquals("written since", Files.readString(trees.target.resolve("d/new")));
        assertEquals("come since", Files.readString(trees.target.resolve("fresh/deep/mine")));
        assertFalse(Files.exists(trees.target.resolve("fresh/deep/x")));
        assertEquals(
                List.of("d/new", "fresh", "fresh/deep"),
                undone.problems().stream().map(Problem::path).sorted().toList());
        assertEquals(3, undone.counts().skipped());
        assertEquals(0, undone.counts().failed());
    }

    @Test
    void what_was_replaced_and_has_changed_since_stays_and_the_trash_too() throws Exception {
        trees.copy();
        Trees.file(trees.target, "kept", "written since");
        Trees.file(trees.target, "d/extra", "made since");

        Outcome undone = undo().orElseThrow();

        assertEquals(2, undone.counts().failed(), undone.toString());
        assertEquals("written since", Files.readString(trees.target.resolve("kept")));
        assertEquals("made since", Files.readString(trees.target.resolve("d/extra")));
        assertTrue(Files.exists(trees.target.resolve("extra/deep/x")));
        try (Stream<Path> all = Files.walk(trees.target.resolve(".sluice-trash"))) {
            assertTrue(all.anyMatch(path -> path.endsWith("kept/kept")), "what was replaced is still there");
        }
    }

    @Test
    void what_was_moved_here_is_nowhere_else_and_stays() throws Exception {
        trees.moving().unwatched().copy();

        Outcome undone = undo().orElseThrow();

        assertEquals(List.of(), undone.problems());
        assertEquals("before", Files.readString(trees.target.resolve("kept")));
        assertEquals("new", Files.readString(trees.target.resolve("d/new")));
        assertEquals("fresh", Files.readString(trees.target.resolve("fresh/deep/x")));
        assertEquals(List.of("kept"), aside());
    }

    @Test
    void what_was_written_down_and_never_happened_is_no_problem() throws Exception {
        trees.watching(org.sluice.core.WatchedRoot.Call::proceed, call -> {
            if (call.name().equals("rename") && call.to().toString().equals("kept")) {
                throw new IOException("EIO");
            }
            return call.proceed();
        });
        assertEquals(Severity.FAILED, trees.copy().problems().getFirst().severity());

        assertEquals(List.of(), undo().orElseThrow().problems());

        assertEquals("before", Files.readString(trees.target.resolve("kept")));
    }
}
