package org.sluice.io.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sluice.io.Choice;
import org.sluice.io.Entry;
import org.sluice.io.EntryVisitor;
import org.sluice.io.FileHandle;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.io.linux.choice.Means;

/** Whatever it is done by, the work is the same. */
class MeansTest {

    private static final int SIZE = (9 << 20) + 12_345;

    @TempDir
    Path directory;

    private byte[] content;

    @BeforeEach
    void content() {
        content = new byte[SIZE];
        new Random(1).nextBytes(content);
    }

    private static RelPath path(String name) {
        return RelPath.parse(name);
    }

    @ParameterizedTest
    @EnumSource(
            value = Means.class,
            names = {"KERNEL", "MEMORY", "DIRECT", "RING"})
    void ranges_are_copied_whole(Means means) throws Exception {
        Files.write(directory.resolve("from"), content);
        try (LinuxBackend backend = Chosen.backend(means);
                Root root = backend.root(directory);
                FileHandle from = root.open(path("from"), OpenMode.READ);
                FileHandle to = root.open(path("to"), OpenMode.CREATE)) {
            int half = (5 << 20) + 7;
            assertEquals(SIZE - half, to.copy(half, from.source(half, SIZE - half)));
            assertEquals(half, to.copy(0, from.source(0, half)));
            assertEquals(SIZE - 5, to.copy(SIZE, from.source(5, Long.MAX_VALUE - 5)));
        }

        byte[] copied = Files.readAllBytes(directory.resolve("to"));
        assertArrayEquals(content, java.util.Arrays.copyOf(copied, SIZE));
        assertArrayEquals(
                java.util.Arrays.copyOfRange(content, 5, SIZE),
                java.util.Arrays.copyOfRange(copied, SIZE, copied.length));
    }

    @ParameterizedTest
    @EnumSource(
            value = Means.class,
            names = {"KERNEL", "MEMORY", "DIRECT", "RING"})
    void a_range_that_cannot_be_written_says_why(Means means) throws Exception {
        Files.write(directory.resolve("from"), content);
        Files.createFile(directory.resolve("to"));
        try (LinuxBackend backend = Chosen.backend(means);
                Root root = backend.root(directory);
                FileHandle from = root.open(path("from"), OpenMode.READ);
                FileHandle to = root.open(path("to"), OpenMode.READ)) {
            FileSystemException failure =
                    Assertions.assertThrows(FileSystemException.class, () -> to.copy(0, from.source(0, SIZE)));

            assertEquals("EBADF", failure.getReason());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Means.class,
            names = {"CALLS", "RING"})
    void directories_are_listed_whole(Means means) throws Exception {
        Set<String> names = new TreeSet<>();
        for (int i = 0; i < 3000; i++) {
            names.add("name-of-some-length-" + i);
        }
        for (String name : names) {
            Files.writeString(directory.resolve(name), name);
        }

        assertEquals(names, listed(means));
    }

    private Set<String> listed(Means means) throws IOException {
        Set<String> listed = new TreeSet<>();
        try (LinuxBackend backend = Chosen.backend(means);
                Root root = backend.root(directory)) {
            root.list(RelPath.ROOT, new EntryVisitor() {
                @Override
                public void found(Entry entry) {
                    assertTrue(listed.add(entry.path().toString()));
                    assertEquals(entry.path().toString().length(), entry.size());
                }

                @Override
                public void failed(RelPath path, IOException cause) throws IOException {
                    throw cause;
                }
            });
        }
        return listed;
    }

    private Set<String> judged(long free) throws IOException {
        Files.write(directory.resolve("from"), content);
        Files.deleteIfExists(directory.resolve("to"));
        try (LinuxBackend backend = new LinuxBackend(Optional.empty(), () -> free);
                Root root = backend.root(directory);
                FileHandle from = root.open(path("from"), OpenMode.READ);
                FileHandle to = root.open(path("to"), OpenMode.CREATE)) {
            assertEquals(SIZE, to.copy(0, from.source(0, SIZE)));
            assertArrayEquals(content, Files.readAllBytes(directory.resolve("to")));
            return backend.choices().stream().map(Choice::work).collect(Collectors.toSet());
        }
    }

    @Test
    void what_memory_cannot_hold_is_judged_apart() throws Exception {
        assertEquals(Set.of("files larger than memory"), judged(SIZE - 1));
        assertEquals(Set.of("large files"), judged(SIZE));
    }

    @Test
    void what_is_fastest_is_measured_on_the_work_itself() throws Exception {
        Files.write(directory.resolve("from"), content);
        try (LinuxBackend backend = new LinuxBackend();
                Root root = backend.root(directory);
                FileHandle from = root.open(path("from"), OpenMode.READ);
                FileHandle to = root.open(path("to"), OpenMode.CREATE)) {
            for (int i = 0; i < 8; i++) {
                assertEquals(SIZE, to.copy(0, from.source(0, SIZE)));
            }

            Choice choice = backend.choices().getFirst();
            assertEquals("large files", choice.work());
            assertTrue(choice.figures().stream().anyMatch(figure -> figure.way().equals(choice.chosen())));
            assertTrue(choice.figures().stream().allMatch(figure -> figure.rate() > 1e6), choice::toString);
        }
        assertArrayEquals(content, Files.readAllBytes(directory.resolve("to")));
    }
}
