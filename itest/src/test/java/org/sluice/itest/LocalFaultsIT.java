package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong in local work: how it ends, what stays, and that a second run completes. */
class LocalFaultsIT {

    private static final int NOBODY = 65534;
    private static final int MILLION = 1_000_000;

    @TempDir
    Path folder;

    private Sluice sluice;
    private Path source;
    private Path destination;

    @BeforeEach
    void make_a_tree() throws Exception {
        sluice = new Sluice(folder.resolve("home"));
        source = Tree.make(folder.resolve("source"), 12, 8, 3 << 20, 7);
        Tree.write(source.resolve("victim"), "x".repeat(200_000));
        destination = folder.resolve("destination");
    }

    private int shell(String script) throws Exception {
        return new ProcessBuilder("bash", "-ec", script)
                .directory(folder.toFile())
                .inheritIO()
                .start()
                .waitFor();
    }

    private Sluice.Result copy(Sluice by) throws Exception {
        return by.run("copy", "-a", source + "/", destination.toString());
    }

    /** Copies with a system call that fails, of the names and files given; of all without. */
    private Sluice.Result copyWithFault(String calls, String fault, String... paths) throws Exception {
        assumeTrue(shell("command -v strace >output && strace -o output true") == 0, "strace is not there");
        String named =
                String.join("", Stream.of(paths).map(path -> " -P " + path).toList());
        String trace = "strace -f --seccomp-bpf -o " + folder.resolve("trace") + named + " -e trace=" + calls
                + " -e inject=" + calls + ":" + fault;
        return copy(sluice.by(trace.split(" ")));
    }

    private void completes() throws Exception {
        Sluice.Result second = copy(sluice);
        assertEquals(0, second.code(), second::toString);
        Tree.assertEqual(source, destination);
    }

    /** What has arrived is whole, and nothing else is there. */
    private Map<String, String> assertOnlyWholeFiles(Path there) throws IOException {
        Map<String, String> whole = Tree.describe(source);
        Map<String, String> arrived = Tree.describe(there);
        arrived.forEach((path, is) -> {
            if (!path.endsWith("/")) {
                assertEquals(whole.get(path), is, path);
            }
        });
        return arrived;
    }

    @Test
    void sixty_four_descriptors_are_enough() throws Exception {
        Sluice.Result copied = copy(sluice.by("bash", "-c", "ulimit -n 64; exec \"$0\" \"$@\""));

        assertEquals(0, copied.code(), copied::toString);
        Tree.assertEqual(source, destination);
    }

    @Test
    void fewer_descriptors_are_refused_and_it_is_said_how_many_are_needed() throws Exception {
        Sluice.Result refused = copy(sluice.by("bash", "-c", "ulimit -n 56; exec \"$0\" \"$@\""));

        assertEquals(11, refused.code(), refused::toString);
        assertTrue(refused.err().contains("56 files open at once, and needs 64"), refused::toString);
        assertFalse(Files.exists(destination));
    }

    @Test
    void modes_that_a_file_system_does_not_take_fail_nothing() throws Exception {
        assertEquals(0, sluice.run("peer", "show").code(), "there is a home");
        for (String error : List.of("ENOSYS", "EPERM")) {
            Sluice.Result copied = copyWithFault("fchmod,chmod,fchmodat", "error=" + error);

            // What a copy shall have and cannot is a failure where the file system says that it could.
            assertTrue(copied.code() == 0 || error.equals("EPERM") && copied.code() == 23, copied::toString);
            assertTrue(Files.exists(destination.resolve("dir0/sub0/file0")), copied::toString);
            assertEquals(0, shell("rm -rf destination"));
        }
    }

    @Test
    void one_file_system_is_what_is_asked_for_and_what_is_mounted_stays_out() throws Exception {
        assumeTrue(
                shell("mkdir source/mounted && mount -t tmpfs none source/mounted && echo x >source/mounted/x") == 0,
                "mounting needs root");
        try {
            Sluice.Result copied = sluice.run("mirror", "-x", source + "/", destination.toString());

            assertEquals(0, copied.code(), copied::toString);
            assertTrue(Files.isDirectory(destination.resolve("mounted")));
            assertFalse(Files.exists(destination.resolve("mounted/x")));
            assertTrue(Files.exists(destination.resolve("large")));
            assertEquals(0, copy(sluice).code());
            assertTrue(Files.exists(destination.resolve("mounted/x")), "without it all is copied");
        } finally {
            assertEquals(0, shell("umount source/mounted"));
        }
    }

    @Test
    void what_is_stuck_is_said_while_it_is() throws Exception {
        try (LoopFileSystem frozen = LoopFileSystem.make(folder, "ext4", 64L << 20)) {
            assumeTrue(shell("command -v fsfreeze >output") == 0, "fsfreeze is not there");
            Files.createDirectories(frozen.path().resolve("d"));
            assertEquals(0, shell("fsfreeze -f " + frozen.path()));
            Path err = folder.resolve("err");
            Process copying;
            try {
                copying = sluice.command(
                                "copy", source + "/", frozen.path().resolve("d").toString())
                        .redirectErrorStream(true)
                        .redirectOutput(err.toFile())
                        .start();
                Eventually.holds("what is stuck is said", () -> contains(err, "nothing has moved for 1"));
            } finally {
                assertEquals(0, shell("fsfreeze -u " + frozen.path()));
            }

            assertEquals(0, copying.waitFor(), () -> "it goes on");
            assertEquals(
                    1,
                    Files.readAllLines(err).stream()
                            .filter(line -> line.startsWith("sluice: warning: nothing has moved for 1"))
                            .count());
            Tree.assertEqual(source, frozen.path().resolve("d"));
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.exists(file) && Files.readString(file).contains(text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_file_that_cannot_be_read_fails_alone() throws Exception {
        Sluice.Result copied = copyWithFault(
                "read,pread64,copy_file_range,ioctl",
                "error=EIO",
                source.resolve("victim").toString());

        assertEquals(23, copied.code(), copied::toString);
        assertTrue(copied.err().contains("victim: ") && copied.err().contains("EIO"), copied::toString);
        Map<String, String> arrived = assertOnlyWholeFiles(destination);
        assertFalse(arrived.containsKey("victim"));
        assertEquals(Tree.describe(source).size() - 1, arrived.size());
        completes();
    }

    @Test
    void a_file_that_vanishes_is_told_as_that() throws Exception {
        Sluice.Result copied = copyWithFault("openat,openat2", "error=ENOENT", "victim");

        assertEquals(24, copied.code(), copied::toString);
        assertTrue(copied.err().contains("vanished: victim"), copied::toString);
        assertEquals(
                Tree.describe(source).size() - 1,
                assertOnlyWholeFiles(destination).size());
        completes();
    }

    @Test
    void what_cannot_be_made_durable_is_not_said_to_be_done() throws Exception {
        Sluice.Result copied = copyWithFault("fsync,fdatasync,syncfs,sync_file_range", "error=EIO");

        assertTrue(copied.code() == 11 || copied.code() == 23, copied::toString);
        assertTrue(copied.err().contains("EIO"), copied::toString);
        assertOnlyWholeFiles(destination);
        completes();
    }

    @Test
    void a_full_file_system_is_named_and_nothing_is_half_written() throws Exception {
        Files.createDirectories(destination);
        assumeTrue(
                shell("truncate -s 8M image && command -v mkfs.ext4 >output && mkfs.ext4 -q image"
                                + " && mount -o loop image destination")
                        == 0,
                "a loop file system needs root");
        try {
            Tree.write(source.resolve("huge"), "h".repeat(12 << 20));
            Sluice.Result copied = copy(sluice);

            assertTrue(copied.code() == 11 || copied.code() == 23, copied::toString);
            assertTrue(copied.err().contains("ENOSPC") || copied.err().contains("No space"), copied::toString);
            assertEquals(0, shell("rmdir destination/lost+found"));
            Map<String, String> arrived = assertOnlyWholeFiles(destination);
            assertFalse(arrived.containsKey("huge"));
            assertTrue(arrived.size() > 50, () -> "the small files have room: " + arrived.keySet());
            Files.delete(source.resolve("huge"));
            completes();
        } finally {
            assertEquals(0, shell("umount destination"));
        }
    }

    @Test
    void a_mirror_deletes_nothing_when_a_directory_may_not_be_read() throws Exception {
        Files.createDirectories(destination);
        Tree.write(destination.resolve("old"), "stays");
        Files.setPosixFilePermissions(source.resolve("dir0"), PosixFilePermissions.fromString("---------"));
        Files.setPosixFilePermissions(source.resolve("dir1"), PosixFilePermissions.fromString("r-xr-xr-x"));
        Sluice user = sluice;
        if (System.getProperty("user.name").equals("root")) {
            assertEquals(
                    0,
                    shell("chmod 711 . .. && mkdir -p home && chown -R " + NOBODY + ":" + NOBODY
                            + " home source destination"));
            assumeTrue(
                    HostileTreeIT.readableByAll(Distribution.command()),
                    "an ordinary user cannot reach the distribution");
            user = sluice.by(
                    "setpriv",
                    "--reuid=" + NOBODY,
                    "--regid=" + NOBODY,
                    "--clear-groups",
                    "env",
                    "TMPDIR=" + folder.resolve("home"));
        }
        Sluice.Result mirrored = user.run("mirror", source + "/", destination.toString());
        Files.setPosixFilePermissions(source.resolve("dir0"), PosixFilePermissions.fromString("rwxr-xr-x"));

        assertEquals(23, mirrored.code(), mirrored::toString);
        assertTrue(mirrored.err().contains("dir0"), mirrored::toString);
        assertEquals("stays", Files.readString(destination.resolve("old")));
        assertTrue(Files.exists(destination.resolve("large")));
        assertTrue(Files.exists(destination.resolve("dir1/sub1/file0")), "what its owner may not write to is copied");
        Files.setPosixFilePermissions(destination.resolve("dir0"), PosixFilePermissions.fromString("rwxr-xr-x"));
        assertEquals(0, user.run("mirror", source + "/", destination.toString()).code());
        assertFalse(Files.exists(destination.resolve("old")));
    }

    @Test
    void a_special_file_in_the_way_does_not_block() throws Exception {
        assumeTrue(shell("mkfifo source/pipe && mkdir destination && mkfifo destination/victim") == 0, "no FIFOs here");

        assertEquals(0, copy(sluice).code());

        assertFalse(Files.isRegularFile(destination.resolve("pipe"), LinkOption.NOFOLLOW_LINKS));
        assertTrue(Files.exists(destination.resolve("pipe"), LinkOption.NOFOLLOW_LINKS));
        Tree.assertEqual(source, destination);
    }

    /** Directories of a depth that no path can name; built from the top, since the bottom cannot be reached. */
    private static void deep(Path top, int depth) throws IOException {
        Path work = Files.createDirectory(top.resolveSibling("work"));
        Path tree = Files.createDirectory(work.resolve("bottom"));
        String chain = "/d".repeat(1500);
        for (int reached = 1; reached < depth; reached += 1501) {
            Path upper = work.resolve("at" + reached);
            Files.createDirectories(Path.of(upper + chain));
            Files.move(tree, Path.of(upper + chain + "/d"));
            tree = upper;
        }
        Files.move(tree, top);
    }

    private void assertDeepDirectoriesFailAlone(int depth) throws Exception {
        try {
            deep(source.resolve("deep"), depth);
            Sluice.Result copied = sluice.runLong("copy", "-a", source + "/", destination.toString());

            assertEquals(23, copied.code(), copied::toString);
            assertTrue(copied.err().contains("longer than 4095 bytes"), copied::toString);
            assertTrue(Files.exists(Path.of(destination + "/deep" + "/d".repeat(1000))));
            assertTrue(Files.exists(destination.resolve("large")));
        } finally {
            // JUnit cannot remove what no path can name.
            assertEquals(0, shell("rm -rf source destination work"));
        }
    }

    @Test
    void directories_deeper_than_a_path_fail_alone() throws Exception {
        assertDeepDirectoriesFailAlone(4_000);
    }

    @Test
    @Tag("torture")
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void a_hundred_thousand_nested_directories_overflow_nothing() throws Exception {
        assertDeepDirectoriesFailAlone(100_000);
    }

    /** Made, mirrored with nothing to do, and emptied again. */
    @Test
    @Tag("torture")
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void a_directory_of_a_million_entries_is_copied_in_little_memory() throws Exception {
        Path many = Files.createDirectories(folder.resolve("many"));
        for (int i = 0; i < MILLION; i++) {
            Files.createFile(many.resolve("entry-" + i));
        }
        Sluice small = sluice.by("env", "SLUICE_JAVA_OPTS=-Xmx512m");

        Sluice.Result copied = small.runLong("copy", "--durability=none", many + "/", destination.toString());

        assertEquals(0, copied.code(), copied::toString);
        assertTrue(copied.out().startsWith("copied 1,000,000 files"), copied::toString);
        assertEquals(MILLION, entries(destination));
        Sluice.Result again = small.runLong("mirror", many + "/", destination.toString());
        assertEquals(0, again.code(), again::toString);
        assertTrue(again.out().startsWith("mirrored 0 files"), again::toString);
        assertEquals(
                List.of(),
                again.err()
                        .lines()
                        // On a busy machine the directory is looked at for longer than that.
                        .filter(line -> !line.contains("nothing has moved"))
                        .toList());
        Path empty = Files.createDirectories(folder.resolve("empty"));
        Sluice.Result emptied = small.runLong("mirror", empty + "/", destination.toString());
        assertEquals(0, emptied.code(), emptied::toString);
        assertEquals(0, entries(destination));
        assertEquals(MILLION, entries(many));
        // JUnit takes long for it.
        assertEquals(0, shell("rm -rf many"));
    }

    private static long entries(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.count();
        }
    }
}
