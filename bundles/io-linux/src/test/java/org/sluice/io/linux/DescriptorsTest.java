package org.sluice.io.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.io.Entry;
import org.sluice.io.EntryVisitor;
import org.sluice.io.FileHandle;
import org.sluice.io.Metadata;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/** What is opened is closed: the descriptors that lead below the test's directory are counted. */
class DescriptorsTest {

    private static final Metadata METADATA = new Metadata(0600, Metadata.UNKNOWN, Metadata.UNKNOWN, Instant.EPOCH);
    private static final MemorySegment CONTENT = MemorySegment.ofArray("content".getBytes(UTF_8));

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

    @Test
    void an_open_file_is_seen_and_a_closed_one_no_more() throws Exception {
        FileHandle file = root.open(path("f"), OpenMode.CREATE);
        assertEquals(2, descriptors());

        file.close();
        assertEquals(1, descriptors());

        root.close();
        assertEquals(0, descriptors());
    }

    @Test
    void what_succeeds_leaves_nothing_open() throws Exception {
        root.createDirectory(path("d"), 0700);
        root.store(path("d/f"), CONTENT, METADATA);
        root.load(path("d/f"), MemorySegment.ofArray(new byte[10]));
        root.copy(path("d/f"), root, path("d/g"), METADATA, Set.of());
        Files.write(directory.resolve("large"), new byte[1 << 20]);
        root.copy(path("large"), root, path("d/large"), METADATA, Set.of());
        root.createSymlink(path("d/s"), "f".getBytes(UTF_8));
        root.readLink(path("d/s"));
        root.createLink(path("d/h"), path("d/f"));
        root.rename(path("d/h"), path("h"));
        root.apply(path("d/f"), METADATA);
        root.find(path("d/f"));
        root.list(path("d"), visitor(entry -> {}));
        root.remove(path("d/f"));
        root.sync();

        assertEquals(1, descriptors());
    }

    @Test
    void what_fails_leaves_nothing_open_and_nothing_behind() throws Exception {
        root.createDirectory(path("d"), 0700);
        root.store(path("f"), CONTENT, METADATA);

        fails(() -> root.open(path("d"), OpenMode.READ));
        fails(() -> root.open(path("none"), OpenMode.READ));
        fails(() -> root.load(path("d"), MemorySegment.ofArray(new byte[10])));
        fails(() -> root.load(path("f"), MemorySegment.ofArray(new byte[10]).asReadOnly()));
        fails(() -> root.store(path("f"), CONTENT, METADATA));
        fails(() -> root.copy(path("f"), root, path("none/g"), METADATA, Set.of()));
        fails(() -> root.readLink(path("f")));
        fails(() -> root.createLink(path("none/h"), path("f")));
        fails(() -> root.rename(path("f"), path("none/h")));
        fails(() -> root.remove(path("none")));
        fails(() -> root.list(path("f"), visitor(entry -> {})));
        fails(() -> root.list(RelPath.ROOT, visitor(entry -> {
            throw new IOException("enough");
        })));
        fails(() -> backend.root(directory.resolve("f")));

        assertEquals(1, descriptors());
        assertEquals(List.of(path("d"), path("f")), names());
    }

    private static void fails(Executable call) {
        assertThrows(Exception.class, call);
    }

    private static RelPath path(String path) {
        return RelPath.parse(path);
    }

    private List<RelPath> names() throws IOException {
        List<RelPath> names = new ArrayList<>();
        root.list(RelPath.ROOT, visitor(entry -> names.add(entry.path())));
        return names.stream().sorted().toList();
    }

    private interface Told {
        void of(Entry entry) throws IOException;
    }

    private static EntryVisitor visitor(Told told) {
        return new EntryVisitor() {
            @Override
            public void found(Entry entry) throws IOException {
                told.of(entry);
            }

            @Override
            public void failed(RelPath path, IOException cause) throws IOException {
                throw cause;
            }
        };
    }

    private long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(fd -> leadsTo(fd).startsWith(directory.toString()))
                    .count();
        }
    }

    private static String leadsTo(Path fd) {
        try {
            return Files.readSymbolicLink(fd).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }
}
