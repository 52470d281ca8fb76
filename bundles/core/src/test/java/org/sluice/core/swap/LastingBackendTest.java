package org.sluice.core.swap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.core.Condition;
import org.sluice.data.Source;
import org.sluice.io.Entry;
import org.sluice.io.EntryVisitor;
import org.sluice.io.FileHandle;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

class LastingBackendTest {

    private static final RelPath FILE = RelPath.parse("below/file");

    @TempDir
    private Path top;

    private final BackendDouble first = new BackendDouble("first");
    private final BackendDouble second = new BackendDouble("second");
    private volatile Optional<BackendDouble> best = Optional.of(first);
    private final LastingBackend lasting = new LastingBackend(() -> best.map(backend -> backend));

    @BeforeEach
    void tree() throws IOException {
        Files.createDirectory(top.resolve("below"));
        Files.writeString(top.resolve("below/file"), "0123456789");
    }

    private void firstGoes() {
        best = Optional.of(second);
        lasting.left(first);
    }

    /** Returns once the second backend is the one that is asked. */
    private void moved(Executable asking, String call) throws IOException {
        try {
            Condition.met("the second is asked", () -> {
                try {
                    asking.execute();
                } catch (Throwable thrown) {
                    throw new IOException(thrown);
                }
                return second.calls().contains(call);
            });
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(FileHandle file) throws IOException {
        byte[] bytes = new byte[10];
        return new String(bytes, 0, file.read(0, MemorySegment.ofArray(bytes)));
    }

    private static MemorySegment bytes(String text) {
        return MemorySegment.ofArray(text.getBytes());
    }

    @Test
    void what_is_open_goes_on_at_another_backend_and_is_closed_at_the_one_that_goes() throws Exception {
        try (Root root = lasting.root(top);
                Root below = root.enter(RelPath.parse("below"));
                FileHandle file = root.open(FILE, OpenMode.READ)) {
            assertEquals(List.of("root", "below", "below/file"), first.open());

            firstGoes();

            assertEquals(List.of(), first.open());
            assertEquals("0123456789", read(file));
            assertTrue(root.find(FILE).isPresent());
            assertTrue(below.find(RelPath.parse("file")).isPresent());
            assertEquals(List.of("read", "find", "find"), second.calls());
        }
        assertEquals(List.of(), second.open());
    }

    @Test
    void a_file_that_was_made_goes_on_to_be_written() throws Exception {
        RelPath made = RelPath.parse("made");
        try (Root root = lasting.root(top);
                FileHandle file = root.open(made, OpenMode.CREATE)) {
            file.write(0, bytes("01234"));

            firstGoes();
            file.write(5, bytes("56789"));
        }
        assertEquals("0123456789", Files.readString(top.resolve("made")));
        assertEquals(List.of("write"), second.calls());
    }

    @Test
    void what_was_written_is_durable_when_the_root_is_synced_at_another_backend() throws Exception {
        try (Root root = lasting.root(top);
                FileHandle file = root.open(FILE, OpenMode.WRITE)) {
            file.write(0, bytes("x"));
            root.createDirectory(RelPath.parse("made"), 0700);

            firstGoes();
            root.sync();
        }
        assertTrue(first.calls().containsAll(List.of("file.sync", "sync")), first.calls()::toString);
        assertEquals(List.of("sync"), second.calls());
    }

    @Test
    void what_was_only_read_is_not_synced() throws Exception {
        try (Root root = lasting.root(top);
                FileHandle file = root.open(FILE, OpenMode.READ)) {
            read(file);
            firstGoes();
        }
        assertFalse(first.calls().stream().anyMatch(call -> call.endsWith("sync")), first.calls()::toString);
    }

    @Test
    void a_sync_that_fails_at_the_backend_that_goes_is_told_to_whoever_syncs() throws Exception {
        first.failing("sync");
        try (Root root = lasting.root(top)) {
            root.createDirectory(RelPath.parse("made"), 0700);
            firstGoes();

            assertThrows(IOException.class, root::sync);
        }
    }

    @Test
    void a_file_that_has_lost_its_name_stays_where_it_is_open() throws Exception {
        try (Root root = lasting.root(top);
                FileHandle file = root.open(FILE, OpenMode.READ)) {
            Files.move(top.resolve("below/file"), top.resolve("elsewhere"));
            Files.writeString(top.resolve("below/file"), "another");

            firstGoes();

            assertEquals("0123456789", read(file));
            assertEquals(List.of("below/file"), first.open());
        }
        assertEquals(List.of(), first.open());
        assertEquals(List.of(), second.open());
    }

    @Test
    void a_directory_that_was_exchanged_is_not_gone_on_in() throws Exception {
        Path other = top.resolveSibling(top.getFileName() + "-moved");
        try (Root root = lasting.root(top)) {
            Files.move(top, other);
            Files.createDirectory(top);

            firstGoes();

            assertEquals(top, root.directory());
            assertEquals(List.of("root"), first.open());
        } finally {
            Files.delete(top);
            Files.move(other, top);
        }
        assertEquals(List.of(), second.open());
    }

    @Test
    void a_backend_that_opens_nothing_leaves_everything_where_it_is() throws Exception {
        second.failing("root");
        try (Root root = lasting.root(top)) {
            firstGoes();

            assertTrue(root.find(FILE).isPresent());
        }
        assertEquals(List.of(), first.open());
    }

    @Test
    void a_better_backend_that_comes_is_gone_on_at() throws Exception {
        try (Root root = lasting.root(top)) {
            best = Optional.of(second);
            lasting.came();

            Condition.met("the root has moved", () -> first.open().isEmpty());
            assertTrue(root.find(FILE).isPresent());
            assertEquals(List.of("find"), second.calls());
        }
    }

    @Test
    void a_backend_that_goes_is_kept_until_its_calls_have_returned() throws Exception {
        CountDownLatch go = first.holding("find");
        try (Root root = lasting.root(top)) {
            FutureTask<Optional<Entry>> finding = new FutureTask<>(() -> root.find(FILE));
            Thread.startVirtualThread(finding);
            Condition.met("the call runs", () -> first.calls().contains("find"));
            FutureTask<Void> leaving = new FutureTask<>(this::firstGoes, null);
            Thread.startVirtualThread(leaving);

            Condition.met("the root has moved", () -> second.open().equals(List.of("root")));
            assertTrue(root.readLink(link()).length > 0);
            assertFalse(leaving.isDone());
            assertEquals(List.of("root"), first.open());
            go.countDown();

            assertTrue(finding.get().isPresent());
            leaving.get();
            assertEquals(List.of(), first.open());
        }
    }

    private RelPath link() throws IOException {
        Files.createSymbolicLink(top.resolve("link"), Path.of("target"));
        return RelPath.parse("link");
    }

    @Test
    void a_listing_ends_where_it_began_and_what_its_visitor_asks_is_asked_elsewhere() throws Exception {
        List<String> found = new ArrayList<>();
        try (Root root = lasting.root(top)) {
            root.list(RelPath.parse("below"), new EntryVisitor() {
                @Override
                public void found(Entry entry) throws IOException {
                    best = Optional.of(second);
                    lasting.came();
                    moved(() -> root.find(entry.path()), "find");
                    found.add(entry.path() + " " + root.find(entry.path()).isPresent());
                }

                @Override
                public void failed(RelPath path, IOException cause) throws IOException {
                    throw cause;
                }
            });
        }
        assertEquals(List.of("below/file true"), found);
        assertEquals(List.of(), second.open());
    }

    @Test
    void a_region_that_is_lent_stays_open_where_it_is() throws Exception {
        try (Root root = lasting.root(top);
                FileHandle file = root.open(FILE, OpenMode.READ)) {
            LentSource source = (LentSource) file.source(2, 3);
            byte[] seen = source.lend(region -> {
                best = Optional.of(second);
                lasting.came();
                moved(() -> read(file), "read");
                assertTrue(first.open().contains("below/file"));
                return copied(region);
            });

            assertEquals("234", new String(seen));
            Condition.met("it is let go of", () -> first.open().isEmpty());
            assertArrayEquals(seen, copied(source));
        }
    }

    private static byte[] copied(Source source) throws IOException {
        byte[] bytes = new byte[(int) source.length()];
        source.copyTo(0, MemorySegment.ofArray(bytes));
        return bytes;
    }

    @Test
    void what_is_closed_can_be_called_no_more_and_moves_no_more() throws Exception {
        Root root = lasting.root(top);
        root.close();
        root.close();

        firstGoes();

        assertThrows(IllegalStateException.class, () -> root.find(FILE));
        assertEquals(List.of(), second.calls());
    }

    @Test
    void without_any_backend_left_what_is_open_stays() throws Exception {
        try (Root root = lasting.root(top)) {
            best = Optional.empty();
            lasting.left(first);

            assertTrue(root.find(FILE).isPresent());
            assertThrows(IOException.class, () -> lasting.root(top));

            best = Optional.of(second);
            lasting.came();
            Condition.met("the root has moved", () -> first.open().isEmpty());
        }
    }
}
