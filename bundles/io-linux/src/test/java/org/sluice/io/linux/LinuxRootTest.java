package org.sluice.io.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.io.Entry;
import org.sluice.io.EntryKind;
import org.sluice.io.EntryVisitor;
import org.sluice.io.FileHandle;
import org.sluice.io.Metadata;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

class LinuxRootTest {

    private static final Metadata METADATA =
            new Metadata(0640, 7, 8, Instant.ofEpochSecond(1_000_000_000, 123_456_789));

    @TempDir
    Path directory;

    private final LinuxBackend backend = new LinuxBackend();
    private Root root;

    @BeforeEach
    void open() throws IOException {
        root = backend.root(directory);
    }

    @AfterEach
    void close() throws IOException {
        root.close();
        backend.close();
    }

    private static RelPath path(String path) {
        return RelPath.parse(path);
    }

    private static MemorySegment bytes(String text) {
        return MemorySegment.ofArray(text.getBytes(UTF_8));
    }

    @Test
    void a_stored_file_has_its_content_owner_mode_and_time() throws Exception {
        root.createDirectory(path("d"), 0751);

        root.store(path("d/f"), bytes("content"), METADATA);

        Entry entry = root.find(path("d/f")).orElseThrow();
        assertEquals(METADATA, entry.metadata());
        assertEquals(7, entry.size());
        assertEquals("content", Files.readString(directory.resolve("d/f")));
        assertEquals(0751, root.find(path("d")).orElseThrow().metadata().mode());
        byte[] loaded = new byte[20];
        assertEquals(7, root.load(path("d/f"), MemorySegment.ofArray(loaded)));
        assertThrows(FileAlreadyExistsException.class, () -> root.store(path("d/f"), bytes(""), METADATA));
    }

    @Test
    void a_virtual_thread_writes_from_memory_confined_to_it() throws Exception {
        List<Throwable> failures = new ArrayList<>();
        Thread thread = Thread.ofVirtual().start(() -> {
            try (Arena arena = Arena.ofConfined();
                    FileHandle file = root.open(path("f"), OpenMode.CREATE)) {
                MemorySegment memory = arena.allocateFrom("confined");
                file.write(0, memory);
                assertEquals(8, file.read(0, memory.asSlice(0, 8)));
            } catch (Throwable t) {
                failures.add(t);
            }
        });
        thread.join();

        assertEquals(List.of(), failures);
        assertEquals("confined\0", Files.readString(directory.resolve("f")));
    }

    @Test
    void files_of_all_sizes_are_copied() throws Exception {
        for (int size : new int[] {0, 1, 4096, Scratch.DATA - 1, Scratch.DATA, Scratch.DATA + 1, 3 << 20}) {
            byte[] content = new byte[size];
            new java.util.Random(size).nextBytes(content);
            Files.write(directory.resolve("from"), content);

            assertEquals(
                    size,
                    root.copy(path("from"), root, path("to"), METADATA, Set.of())
                            .bytes());

            assertArrayEquals(content, Files.readAllBytes(directory.resolve("to")));
            assertEquals(METADATA, root.find(path("to")).orElseThrow().metadata());
            root.remove(path("to"));
        }
    }

    @Test
    void a_small_file_is_copied_by_one_read() throws Exception {
        root.store(path("from"), bytes("content"), METADATA);
        long before = reads();

        for (int i = 0; i < 500; i++) {
            root.copy(path("from"), root, path("to-" + i), METADATA, Set.of());
        }

        long reads = reads() - before;
        assertTrue(reads < 750, reads + " reads for 500 files");
    }

    /** Calls of this process that read, so far. */
    private static long reads() throws IOException {
        String line = Files.readAllLines(Path.of("/proc/self/io")).stream()
                .filter(each -> each.startsWith("syscr: "))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.substring("syscr: ".length()));
    }

    @Test
    void a_link_is_made_read_listed_stamped_and_removed_but_never_followed() throws Exception {
        root.createSymlink(path("link"), "/etc".getBytes(UTF_8));
        root.apply(path("link"), METADATA);

        List<Entry> entries = list(RelPath.ROOT);

        assertEquals(EntryKind.SYMLINK, entries.getFirst().kind());
        assertEquals(METADATA.modified(), entries.getFirst().metadata().modified());
        assertEquals(7, entries.getFirst().metadata().uid());
        assertEquals("/etc", new String(root.readLink(path("link")), UTF_8));
        assertEquals("ELOOP", reason(() -> root.open(path("link/passwd"), OpenMode.READ)));
        assertEquals("ELOOP", reason(() -> root.open(path("link"), OpenMode.READ)));
        root.remove(path("link"));
        assertTrue(root.find(path("link")).isEmpty());
    }

    @Test
    void a_directory_of_many_names_is_listed_whole() throws Exception {
        for (int i = 0; i < 3000; i++) {
            root.store(path("name-of-some-length-" + i), bytes(""), METADATA);
        }

        assertEquals(
                3000, list(RelPath.ROOT).stream().map(Entry::path).distinct().count());
    }

    @Test
    void a_closed_file_is_closed() throws Exception {
        FileHandle file = root.open(path("f"), OpenMode.CREATE);
        file.close();
        file.close();

        assertThrows(ClosedChannelException.class, file::size);
        assertThrows(ClosedChannelException.class, () -> file.write(0, bytes("x")));
    }

    @Test
    void a_rename_replaces_and_a_sync_returns() throws Exception {
        root.store(path("a"), bytes("a"), METADATA);
        root.store(path("b"), bytes("b"), METADATA);
        root.createLink(path("c"), path("a"));

        root.rename(path("a"), path("b"));
        root.sync();

        assertEquals("a", Files.readString(directory.resolve("b")));
        assertEquals(2, root.find(path("c")).orElseThrow().links());
        assertFalse(Files.exists(directory.resolve("a")));
        assertThrows(FileSystemException.class, () -> root.remove(RelPath.ROOT));
    }

    private List<Entry> list(RelPath path) throws IOException {
        List<Entry> entries = new ArrayList<>();
        root.list(path, new EntryVisitor() {
            @Override
            public void found(Entry entry) {
                entries.add(entry);
            }

            @Override
            public void failed(RelPath path, IOException cause) throws IOException {
                throw cause;
            }
        });
        return entries;
    }

    private static String reason(org.junit.jupiter.api.function.Executable call) {
        return assertThrows(FileSystemException.class, call).getReason();
    }
}
