package org.sluice.core.scan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.core.WatchedRoot;
import org.sluice.core.session.EntryProblem;
import org.sluice.core.session.Found;
import org.sluice.io.Entry;
import org.sluice.io.EntryKind;
import org.sluice.io.EntryVisitor;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.io.fallback.NioBackend;
import org.sluice.transfer.Problem.Severity;

class ScannerTest {

    @TempDir
    private Path directory;

    private Root root;
    private final List<Found> found = new ArrayList<>();
    private final List<EntryProblem> problems = new ArrayList<>();
    private final List<Integer> batches = new ArrayList<>();

    private final ScanListener listener = new ScanListener() {
        @Override
        public void found(List<Found> batch) {
            found.addAll(batch);
            batches.add(batch.size());
        }

        @Override
        public void problems(List<EntryProblem> batch) {
            problems.addAll(batch);
        }
    };

    @BeforeEach
    void open_the_root() throws IOException {
        root = new NioBackend().root(directory);
    }

    @AfterEach
    void close_the_root() throws IOException {
        root.close();
    }

    private void make(String... paths) throws IOException {
        for (String path : paths) {
            Path at = directory.resolve(path);
            Files.createDirectories(at.getParent());
            if (path.endsWith("/")) {
                Files.createDirectory(at);
            } else {
                Files.writeString(at, path);
            }
        }
    }

    private boolean walk(Root from) throws InterruptedException {
        return Scanner.walk(List.of(new Start(from, RelPath.ROOT, RelPath.ROOT)), listener);
    }

    private Set<String> names() {
        return found.stream().map(f -> f.name().toString()).collect(Collectors.toCollection(TreeSet::new));
    }

    private static EntryProblem problem(String path, Severity severity, String reason) {
        return new EntryProblem(0, RelPath.parse(path), severity, reason);
    }

    @Test
    void every_entry_is_found_once_and_a_directory_before_what_lies_in_it() throws Exception {
        make("a", "d/b", "d/e/c", "d/e/f/g", "empty/", "z");

        assertTrue(walk(root));

        assertEquals(Set.of(".", "a", "d", "d/b", "d/e", "d/e/c", "d/e/f", "d/e/f/g", "empty", "z"), names());
        assertEquals(10, found.size());
        List<RelPath> order = found.stream().map(Found::name).toList();
        for (RelPath path : order) {
            assertTrue(path.isRoot() || order.indexOf(path.parent()) < order.indexOf(path), path + " in " + order);
        }
        assertEquals(List.of(), problems);
    }

    @Test
    void links_are_told_with_their_targets_and_not_followed() throws Exception {
        make("d/secret");
        Files.createSymbolicLink(directory.resolve("link"), Path.of("d"));
        Files.createSymbolicLink(directory.resolve("up"), Path.of("."));
        Files.createSymbolicLink(directory.resolve("dangling"), Path.of("no/where"));

        assertTrue(walk(root));

        assertEquals(Set.of(".", "d", "d/secret", "dangling", "link", "up"), names());
        Found dangling = found.stream()
                .filter(f -> f.name().toString().equals("dangling"))
                .findFirst()
                .orElseThrow();
        assertEquals(EntryKind.SYMLINK, dangling.entry().kind());
        assertArrayEquals("no/where".getBytes(StandardCharsets.UTF_8), dangling.target());
    }

    /** A root in which an entry is of another kind. */
    private Root disguised(String name, EntryKind kind) {
        return WatchedRoot.of(root, call -> {
            if (!call.name().equals("list")) {
                return call.proceed();
            }
            EntryVisitor told = (EntryVisitor) call.arguments()[1];
            return call.proceed(call.path(), new EntryVisitor() {
                @Override
                public void found(Entry entry) throws IOException {
                    boolean it = entry.path().toString().equals(name);
                    told.found(
                            it ? new Entry(entry.path(), kind, 0, entry.metadata(), entry.id(), entry.links()) : entry);
                }

                @Override
                public void failed(RelPath path, IOException cause) throws IOException {
                    told.failed(path, cause);
                }
            });
        });
    }

    @Test
    void special_files_are_skipped_and_named() throws Exception {
        make("pipe", "file");

        assertTrue(walk(disguised("pipe", EntryKind.FIFO)));
        walk(disguised("pipe", EntryKind.SOCKET));

        assertEquals(Set.of(".", "file"), names());
        assertEquals(
                List.of(
                        problem("pipe", Severity.SKIPPED, "is a FIFO, not transferred"),
                        problem("pipe", Severity.SKIPPED, "is a socket, not transferred")),
                problems);
    }

    private Root failing(String method, String path, IOException failure) {
        return WatchedRoot.of(root, call -> {
            if (call.name().equals(method) && call.path().equals(RelPath.parse(path))) {
                throw failure;
            }
            return call.proceed();
        });
    }

    @Test
    void a_directory_that_cannot_be_read_is_named_and_the_others_go_on() throws Exception {
        make("locked/x", "open/y");

        assertFalse(walk(failing("list", "locked", new AccessDeniedException("locked"))), "the scan is incomplete");

        assertEquals(Set.of(".", "locked", "open", "open/y"), names());
        assertEquals(List.of(problem("locked", Severity.FAILED, "reading: permission denied")), problems);
    }

    @Test
    void a_directory_that_vanishes_is_named_and_the_others_go_on() throws Exception {
        make("gone/x", "open/y");

        assertTrue(walk(failing("list", "gone", new NoSuchFileException("gone"))));

        assertEquals(Set.of(".", "gone", "open", "open/y"), names());
        assertEquals(List.of(problem("gone", Severity.VANISHED, "was there and is gone")), problems);
    }

    @Test
    void a_link_that_cannot_be_read_is_named() throws Exception {
        Files.createSymbolicLink(directory.resolve("link"), Path.of("x"));

        assertTrue(walk(failing("readLink", "link", new AccessDeniedException("link"))));

        assertEquals(List.of(problem("link", Severity.FAILED, "reading: permission denied")), problems);
    }

    @Test
    void a_scan_that_cannot_even_begin_is_not_complete() throws Exception {
        assertFalse(walk(failing("find", "", new AccessDeniedException("."))));
        assertFalse(walk(failing("list", "", new AccessDeniedException("."))));
        assertFalse(Scanner.walk(List.of(new Start(root, RelPath.parse("none"), RelPath.parse("none"))), listener));

        assertEquals(
                List.of(Severity.FAILED, Severity.FAILED, Severity.VANISHED),
                problems.stream().map(EntryProblem::severity).toList());
    }

    @Test
    void a_scan_in_which_an_entry_cannot_be_looked_at_is_not_complete() throws Exception {
        make("file");
        Root blind = WatchedRoot.of(root, call -> {
            if (call.name().equals("list")) {
                ((EntryVisitor) call.arguments()[1]).failed(RelPath.parse("x"), new AccessDeniedException("x"));
            }
            return call.proceed();
        });

        assertFalse(walk(blind));

        assertEquals(List.of(problem("x", Severity.FAILED, "reading: permission denied")), problems);
        assertEquals(Set.of(".", "file"), names());
    }

    @Test
    void the_staging_folder_is_not_seen() throws Exception {
        make(".sluice-staging/1-2-3/x", "d/.sluice-staging/x", "d/y");

        walk(root);

        assertEquals(Set.of(".", "d", "d/y"), names());
    }

    @Test
    void batches_hold_no_more_than_a_message_may() throws Exception {
        for (int i = 0; i < 2500; i++) {
            Files.createFile(directory.resolve("f" + i));
        }

        walk(root);

        assertEquals(2501, names().size());
        assertEquals(List.of(1024, 1024, 453), batches);
    }

    @Test
    void batches_of_long_names_stay_far_below_the_limit_of_a_frame() throws Exception {
        String directories = "x".repeat(250) + "/" + "y".repeat(250) + "/" + "z".repeat(250);
        Files.createDirectories(directory.resolve(directories));
        for (int i = 0; i < 700; i++) {
            Files.createFile(directory.resolve(directories + "/" + "f".repeat(200) + i));
        }

        walk(root);

        assertEquals(704, found.size());
        assertTrue(batches.getFirst() < 300, batches.toString());
    }

    @Test
    void a_source_keeps_its_own_name_and_its_contents_lose_it() throws Exception {
        make("some/where/dir/file");
        RelPath at = RelPath.parse("some/where/dir");

        Scanner.walk(List.of(new Start(root, at, RelPath.parse("dir"))), listener);
        assertEquals(Set.of("dir", "dir/file"), names());

        found.clear();
        Scanner.walk(List.of(new Start(root, at, RelPath.ROOT)), listener);
        assertEquals(Set.of(".", "file"), names());
    }

    @Test
    void a_look_tells_of_what_lies_directly_in_a_directory_and_of_special_files_too() throws Exception {
        make("d/deep/x", "file", "pipe");

        Root from = disguised("pipe", EntryKind.FIFO);
        assertTrue(Scanner.look(new Start(from, RelPath.ROOT, RelPath.ROOT), listener));

        assertEquals(Set.of("d", "file", "pipe"), names());
    }

    @Test
    void a_look_at_a_file_tells_of_itself() throws Exception {
        make("d/file");

        Scanner.look(new Start(root, RelPath.parse("d/file"), RelPath.parse("file")), listener);

        assertEquals(Set.of("file"), names());
    }

    @Test
    void depth_costs_no_stack() throws Exception {
        StringBuilder deep = new StringBuilder("a");
        for (int i = 1; i < 1000; i++) {
            deep.append("/a");
        }
        RelPath deepest = RelPath.parse(deep.toString());
        Root bottomless = WatchedRoot.of(root, call -> {
            Entry top = root.find(RelPath.ROOT).orElseThrow();
            if (call.name().equals("list") && call.path().length() < deepest.length()) {
                RelPath child = call.path().resolve(RelPath.parse("a"));
                ((EntryVisitor) call.arguments()[1])
                        .found(new Entry(child, EntryKind.DIRECTORY, 0, top.metadata(), top.id(), 1));
                return null;
            }
            return call.name().equals("list") ? null : call.proceed();
        });

        walk(bottomless);

        assertEquals(1001, found.size());
    }

    @Test
    void an_interrupted_scan_ends() throws Exception {
        for (int i = 0; i < 1100; i++) {
            Files.createFile(directory.resolve("f" + i));
        }
        ScanListener interrupted = new ScanListener() {
            @Override
            public void found(List<Found> batch) throws InterruptedException {
                throw new InterruptedException();
            }

            @Override
            public void problems(List<EntryProblem> batch) {}
        };

        assertThrows(
                InterruptedException.class,
                () -> Scanner.walk(List.of(new Start(root, RelPath.ROOT, RelPath.ROOT)), interrupted));
        assertFalse(Thread.interrupted(), "the interrupt has become the exception");
    }
}
