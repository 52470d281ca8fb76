package org.sluice.io.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.io.Aspect;
import org.sluice.io.Attribute;
import org.sluice.io.Attributes;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/** Somebody swaps a directory for a link to elsewhere, over and over, while the root works below it: elsewhere nothing happens. */
class SwappedParentsTest {

    private static final int FEW = 20_000;
    private static final int MANY = 1_000_000;
    private static final int NAIVE = 400_000;

    @TempDir
    Path folder;

    private Path inside;
    private Path outside;
    private Path directory;

    /** What a transfer does below a directory: with the file {@code victim} unless a name is given. */
    private interface Verbs {

        void copy(String name) throws IOException;

        void remove(String name) throws IOException;

        void mode() throws IOException;

        void attribute() throws IOException;

        String read() throws IOException;
    }

    @BeforeEach
    void prepare() throws IOException {
        inside = Files.createDirectory(folder.resolve("inside"));
        outside = Files.createDirectory(folder.resolve("outside"));
        directory = Files.createDirectory(inside.resolve("directory"));
        Files.writeString(inside.resolve("file"), "inside");
        Files.writeString(outside.resolve("victim"), "secret");
        Files.setPosixFilePermissions(outside.resolve("victim"), PosixFilePermissions.fromString("rw-------"));
        Files.createSymbolicLink(inside.resolve("link"), outside);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothing_escapes_in_twenty_thousand_tries(boolean entering) throws Exception {
        nothingEscapes(FEW, entering);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("torture")
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void nothing_escapes_in_a_million_tries(boolean entering) throws Exception {
        nothingEscapes(MANY, entering);
    }

    private void nothingEscapes(int tries, boolean entering) throws Exception {
        LinuxBackend backend = new LinuxBackend();
        try (Root root = backend.root(inside);
                Arena arena = Arena.ofConfined()) {
            Tries counted = work(new ByRoot(root, arena.allocate(64), entering), tries);

            assertFalse(escaped(), "something happened outside");
            assertEquals(0, counted.strays(), "something was read or made outside");
            assertTrue(counted.refused() > 0, "no swap ever came in the way");
            assertTrue(counted.done() > 0, "nothing was ever done");
        } finally {
            backend.close();
        }
    }

    /** The control: who looks where a path leads, and then goes there, is led astray. */
    @Test
    void a_naive_twin_escapes() throws Exception {
        Tries counted = work(new ByPath(), NAIVE);

        assertTrue(escaped() || counted.strays() > 0, () -> "nothing escapes: the test shows nothing; " + counted);
    }

    /** How many verbs did their work, how many failed, and how many read or made something outside. */
    private record Tries(int done, int refused, int strays) {}

    private Tries work(Verbs verbs, int tries) throws Exception {
        int done = 0;
        int refused = 0;
        int strays = 0;
        try (Swapping swapping = new Swapping()) {
            swapping.start();
            for (int i = 0; i < tries && !escaped(i); i++) {
                try {
                    switch (i % 7) {
                        case 0 -> verbs.copy("made");
                        case 1 -> {
                            strays += Files.exists(outside.resolve("made")) ? 1 : 0;
                            verbs.remove("made");
                        }
                        case 2 -> verbs.mode();
                        case 3 -> verbs.attribute();
                        case 4 -> strays += verbs.read().equals("secret") ? 1 : 0;
                        case 5 -> verbs.remove("victim");
                        default -> verbs.copy("victim");
                    }
                    done++;
                } catch (IOException swapped) {
                    refused++;
                }
            }
        }
        return new Tries(done, refused, strays);
    }

    private boolean escaped(int tried) throws IOException {
        return tried % 1000 == 0 && escaped();
    }

    private boolean escaped() throws IOException {
        Path victim = outside.resolve("victim");
        try (Stream<Path> names = Files.list(outside)) {
            return !names.toList().equals(List.of(victim))
                    || !Files.readString(victim).equals("secret")
                    || !PosixFilePermissions.toString(Files.getPosixFilePermissions(victim))
                            .equals("rw-------")
                    || !Files.getFileAttributeView(victim, UserDefinedFileAttributeView.class)
                            .list()
                            .isEmpty();
        }
    }

    /** Swaps the directory and the link until closed. */
    private final class Swapping implements AutoCloseable {

        private final AtomicLong swaps = new AtomicLong();
        private final Thread thread =
                Thread.ofPlatform().daemon().name("swapping").unstarted(this::run);

        void start() {
            thread.start();
        }

        private void run() {
            Path link = inside.resolve("link");
            Path aside = inside.resolve("aside");
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    Files.move(directory, aside);
                    Files.move(link, directory);
                    Files.move(directory, link);
                    Files.move(aside, directory);
                    swaps.incrementAndGet();
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            thread.interrupt();
            boolean interrupted = false;
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            assertTrue(swaps.get() > 0, "nothing was swapped");
        }
    }

    /** By a path below the root, or by its name in the directory, which is held open first. */
    private static final class ByRoot implements Verbs {

        private static final RelPath DIRECTORY = RelPath.parse("directory");
        private static final RelPath SOURCE = RelPath.parse("file");
        private static final Metadata METADATA = new Metadata(0640, Metadata.UNKNOWN, Metadata.UNKNOWN, Instant.EPOCH);
        private static final Set<Aspect> ATTRIBUTES = Set.of(Aspect.ATTRIBUTES);

        private final Root root;
        private final MemorySegment memory;
        private final boolean entering;
        private final Attributes mark =
                Attributes.of(List.of(new Attribute("user.mark".getBytes(UTF_8), "x".getBytes(UTF_8))));

        ByRoot(Root root, MemorySegment memory, boolean entering) {
            this.root = root;
            this.memory = memory;
            this.entering = entering;
        }

        @FunctionalInterface
        private interface Act {
            void on(Root where, RelPath path) throws IOException;
        }

        private void act(String name, Act act) throws IOException {
            if (entering) {
                try (Root directory = root.enter(DIRECTORY)) {
                    act.on(directory, RelPath.parse(name));
                }
            } else {
                act.on(root, DIRECTORY.resolve(name.getBytes(UTF_8)));
            }
        }

        @Override
        public void copy(String name) throws IOException {
            act(name, (where, path) -> root.copy(SOURCE, where, path, METADATA, Set.of()));
        }

        @Override
        public void remove(String name) throws IOException {
            act(name, Root::remove);
        }

        @Override
        public void mode() throws IOException {
            act("victim", (where, path) -> where.apply(path, METADATA.withMode(0666)));
        }

        @Override
        public void attribute() throws IOException {
            act("victim", (where, path) -> where.apply(path, METADATA, mark, ATTRIBUTES));
        }

        @Override
        public String read() throws IOException {
            int[] read = {0};
            act("victim", (where, path) -> read[0] = where.load(path, memory));
            return new String(memory.asSlice(0, read[0]).toArray(ValueLayout.JAVA_BYTE), UTF_8);
        }
    }

    /** Makes sure that a path lies inside, then uses it. */
    private final class ByPath implements Verbs {

        private Path checked(String name) throws IOException {
            if (!directory.toRealPath().startsWith(inside.toRealPath())) {
                throw new AccessDeniedException("outside");
            }
            return directory.resolve(name);
        }

        @Override
        public void copy(String name) throws IOException {
            Files.copy(inside.resolve("file"), checked(name));
        }

        @Override
        public void remove(String name) throws IOException {
            Files.delete(checked(name));
        }

        @Override
        public void mode() throws IOException {
            Files.setPosixFilePermissions(checked("victim"), PosixFilePermissions.fromString("rw-rw-rw-"));
        }

        @Override
        public void attribute() throws IOException {
            Files.getFileAttributeView(checked("victim"), UserDefinedFileAttributeView.class)
                    .write("mark", ByteBuffer.wrap("x".getBytes(UTF_8)));
        }

        @Override
        public String read() throws IOException {
            return Files.readString(checked("victim"));
        }
    }
}
