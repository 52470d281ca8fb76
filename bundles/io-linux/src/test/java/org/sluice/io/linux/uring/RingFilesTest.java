package org.sluice.io.linux.uring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sluice.io.linux.c.Errno;
import org.sluice.io.linux.c.Fcntl;

class RingFilesTest extends RingFixture {

    private static final int SLOTS = 4;

    private RingFiles files;
    private final List<String> told = new ArrayList<>();

    private final RingFiles.Outcome outcome = new RingFiles.Outcome() {
        @Override
        public void made(int lane, int fd) {
            told.add(lane + " made");
            assertEquals(0, kernel.close(fd));
        }

        @Override
        public void failed(int lane, int errno) {
            told.add(lane + " failed " + (errno == 0 ? "size" : Errno.name(errno)));
        }

        @Override
        public void halfMade(int lane, int errno) {
            told.add(lane + " half made " + Errno.name(errno));
        }
    };

    @BeforeEach
    void files() {
        ring = reopened();
        Assumptions.assumeTrue(RingFiles.servedBy(ring), "this kernel's ring cannot copy small files");
        files = new RingFiles(ring, SLOTS);
    }

    private Ring reopened() {
        try {
            ring.close();
            return Ring.open(arena, 16, SLOTS, SLOTS * (RingFiles.LARGEST + 1L));
        } catch (IOException none) {
            return Assumptions.abort(none.getMessage());
        }
    }

    private RingFiles.Small small(String from, String to, int size) {
        return new RingFiles.Small(top, path(from), top, path(to), size, 0640);
    }

    private void copy(RingFiles.Small... batch) throws IOException {
        told.clear();
        files.copy(batch, batch.length, outcome);
    }

    @Test
    void files_of_all_sizes_are_copied_side_by_side() throws Exception {
        int[] sizes = {1, 4096, 5000, RingFiles.LARGEST};
        RingFiles.Small[] batch = new RingFiles.Small[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            byte[] content = new byte[sizes[i]];
            new Random(i).nextBytes(content);
            Files.write(directory.resolve("from" + i), content);
            batch[i] = small("from" + i, "to" + i, sizes[i]);
        }

        copy(batch);

        assertEquals(List.of("0 made", "1 made", "2 made", "3 made"), told);
        for (int i = 0; i < sizes.length; i++) {
            assertArrayEquals(
                    Files.readAllBytes(directory.resolve("from" + i)), Files.readAllBytes(directory.resolve("to" + i)));
        }
        assertEquals(
                "rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("to0"))));
    }

    @Test
    void what_fails_fails_alone_and_leaves_nothing() throws Exception {
        file("from", "content");
        file("there", "there before");
        Files.createSymbolicLink(directory.resolve("link"), Path.of("from"));

        copy(small("none", "a", 7), small("link", "b", 7), small("from", "there", 7), small("from", "c", 7));

        assertEquals(List.of("0 failed ENOENT", "1 failed ELOOP", "2 failed EEXIST", "3 made"), told);
        assertFalse(Files.exists(directory.resolve("a")));
        assertFalse(Files.exists(directory.resolve("b")));
        assertEquals("there before", Files.readString(directory.resolve("there")));
        assertEquals("content", Files.readString(directory.resolve("c")));
    }

    @Test
    void a_source_that_has_grown_or_shrunk_or_become_another_thing_is_not_copied() throws Exception {
        file("from", "content");
        Files.createDirectory(directory.resolve("d"));
        new ProcessBuilder("mkfifo", directory.resolve("fifo").toString())
                .start()
                .waitFor();

        copy(small("from", "a", 6), small("from", "b", 8), small("d", "c", 8), small("fifo", "e", 8));

        assertEquals(List.of("0 failed size", "1 failed size", "2 failed EISDIR", "3 failed size"), told);
        assertEquals(List.of(), created());
    }

    @Test
    void a_lane_is_free_again_whatever_became_of_its_file() throws Exception {
        file("from", "content");
        copy(small("none", "a", 7));
        copy(small("from", "a", 6));
        copy(small("from", "a", 7));
        copy(small("from", "a", 7));
        assertEquals(List.of("0 failed EEXIST"), told);
        copy(small("from", "b", 7));

        assertEquals(List.of("0 made"), told);
        assertEquals(List.of("a", "b"), created());
    }

    @Test
    @Tag("root")
    void what_does_not_fit_fails_by_its_name_and_leaves_nothing() throws Exception {
        Path tiny = Files.createDirectory(directory.resolve("tiny"));
        Files.write(directory.resolve("from"), new byte[60_000]);
        run("mount", "-t", "tmpfs", "-o", "size=128k", "tiny", tiny.toString());
        int target = kernel.open(path(tiny.toString()), Fcntl.O_RDONLY | Fcntl.O_DIRECTORY);
        try {
            RingFiles.Small[] batch = new RingFiles.Small[SLOTS];
            for (int i = 0; i < SLOTS; i++) {
                batch[i] = new RingFiles.Small(top, path("from"), target, path("to" + i), 60_000, 0600);
            }
            copy(batch);

            assertEquals(2, told.stream().filter(each -> each.endsWith(" made")).count(), told::toString);
            assertEquals(
                    2, told.stream().filter(each -> each.contains("half made")).count(), told::toString);
        } finally {
            kernel.close(target);
            run("umount", tiny.toString());
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Assumptions.assumeTrue(new ProcessBuilder(command).start().waitFor() == 0, () -> String.join(" ", command));
    }

    private List<String> created() throws IOException {
        try (var all = Files.list(directory)) {
            return all.map(each -> each.getFileName().toString())
                    .filter(name -> name.length() == 1 && !name.equals("d"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void there_are_as_many_lanes_as_all_resources_allow() {
        assertEquals(SLOTS, files.lanes());
        assertTrue(new RingFiles(ring, 2).lanes() == 2);
    }
}
