package org.sluice.io.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.io.Copied;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.io.Way;

/** Copies that share their blocks, on file systems in a file. */
@Tag("root")
class ReflinkTest {

    private static final int SIZE = 64 << 20;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"btrfs", "xfs"})
    void a_copy_shares_its_blocks_and_takes_no_room(String type) throws Exception {
        try (Loop loop = Loop.of(directory, type);
                LinuxBackend backend = new LinuxBackend();
                Root root = backend.root(loop.at())) {
            byte[] content = new byte[SIZE];
            new Random(1).nextBytes(content);
            Path from = Files.write(loop.at().resolve("from"), content);
            root.sync();
            long before = room(from);

            Copied copied = root.copy(path("from"), root, path("to"), metadata(root), Set.of());
            root.sync();

            assertEquals(new Copied(SIZE, Way.REFLINK), copied);
            assertEquals(-1, Files.mismatch(from, loop.at().resolve("to")));
            assertTrue(before - room(from) < SIZE / 8, (before - room(from)) + " bytes");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"btrfs", "xfs"})
    void it_takes_one_call_and_moves_nothing(String type) throws Exception {
        try (Loop loop = Loop.of(directory, type)) {
            Path from = Files.createDirectory(loop.at().resolve("source"));
            Path to = Files.createDirectory(loop.at().resolve("target"));
            Files.write(from.resolve("large"), new byte[SIZE]);

            Map<String, Integer> calls = Traced.run(directory, CopyAll.class, List.of(), from.toString(), to.toString())
                    .of("large");

            assertEquals(1, calls.get("ioctl"), calls::toString);
            calls.keySet().removeIf(call -> !call.matches(".*(read|write|range|splice|sendfile).*"));
            assertEquals(Map.of(), calls);
        }
    }

    private static RelPath path(String name) {
        return RelPath.parse(name);
    }

    private static Metadata metadata(Root root) throws IOException {
        return root.find(path("from")).orElseThrow().metadata();
    }

    private static long room(Path file) throws IOException {
        FileStore store = Files.getFileStore(file);
        return store.getUnallocatedSpace();
    }

    /** A file system in a file, mounted while it is open. */
    private record Loop(Path at) implements AutoCloseable {

        static Loop of(Path directory, String type) throws IOException, InterruptedException {
            Path image = directory.resolve("image");
            try (var file = Files.newByteChannel(
                    image, java.nio.file.StandardOpenOption.CREATE_NEW, java.nio.file.StandardOpenOption.WRITE)) {
                file.position((512L << 20) - 1).write(java.nio.ByteBuffer.allocate(1));
            }
            run("mkfs." + type, "-q", image.toString());
            Path at = Files.createDirectory(directory.resolve("mounted"));
            run("mount", "-o", "loop", image.toString(), at.toString());
            return new Loop(at);
        }

        @Override
        public void close() throws IOException {
            try {
                assertEquals(
                        0, new ProcessBuilder("umount", at.toString()).start().waitFor());
            } catch (InterruptedException e) {
                throw new java.io.InterruptedIOException("unmounting " + at);
            }
        }

        private static void run(String... command) throws IOException, InterruptedException {
            try {
                Process process =
                        new ProcessBuilder(command).redirectErrorStream(true).start();
                String said = new String(process.getInputStream().readAllBytes());
                Assumptions.assumeTrue(process.waitFor() == 0, () -> String.join(" ", command) + ": " + said);
            } catch (IOException missing) {
                Assumptions.abort(missing.getMessage());
            }
        }
    }
}
