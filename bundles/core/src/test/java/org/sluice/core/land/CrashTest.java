package org.sluice.core.land;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.chunk.Chunk;
import org.sluice.core.WatchedRoot;
import org.sluice.core.session.ManifestEntry;
import org.sluice.io.EntryKind;
import org.sluice.io.Root;
import org.sluice.io.fallback.NioBackend;

/** Sessions that end at any call to the backend, or in which any one call fails. */
class CrashTest {

    private static final Cargo BEFORE = new Cargo()
            .directory("there")
            .file("there/kept", "not changed")
            .file("there/changed", "as it was before")
            .file("top", "old");

    private static final Cargo CARGO = new Cargo()
            .directory("there")
            .file("there/kept", "not changed")
            .file("there/changed", "as it shall be, which is longer")
            .file("there/new", "new in an old directory")
            .file("top", "new, and of another length")
            .directory("fresh")
            .file("fresh/one", "the first")
            .file("fresh/two", "the second")
            .link("fresh/link", "one")
            .directory("fresh/deep")
            .file("fresh/deep/three", "the third")
            .directory("empty")
            .file("large", Chunk.SIZE + 1000, 7)
            .link("dangling", "nowhere");

    @TempDir
    private Path temporary;

    private int directories;

    /** A destination that holds what was there before. */
    private Path destination() throws Exception {
        Path directory = Files.createDirectory(temporary.resolve(Integer.toString(++directories)));
        try (Root root = new NioBackend().root(directory)) {
            new Harbour(root).receive(BEFORE);
        }
        return directory;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private interface Session {
        void run(Root root, Harbour harbour) throws Exception;
    }

    private static void receive(Root root, Harbour harbour) throws Exception {
        harbour.receive(CARGO);
    }

    /** The n-th call and all after it fail, the n-th half-way, as if the process were killed in it. */
    private static WatchedRoot.Watch crash(int n) {
        AtomicInteger calls = new AtomicInteger();
        return call -> {
            int count = calls.incrementAndGet();
            if (count < n) {
                return call.proceed();
            }
            if (count == n) {
                half(call);
            }
            throw new IOException("crashed");
        };
    }

    private static void half(WatchedRoot.Call call) throws IOException {
        for (int i = 0; i < call.arguments().length; i++) {
            if (call.arguments()[i] instanceof MemorySegment content
                    && (call.name().equals("store") || call.name().equals("file.write"))) {
                Object[] cut = call.arguments().clone();
                cut[i] = content.asSlice(0, content.byteSize() / 2);
                call.proceed(cut);
            }
        }
    }

    /** Only the n-th call fails. */
    private static WatchedRoot.Watch fault(int n) {
        AtomicInteger calls = new AtomicInteger();
        return call -> {
            if (calls.incrementAndGet() == n) {
                throw new FileSystemException(call.path().toString(), null, "EIO");
            }
            return call.proceed();
        };
    }

    private int calls(Session session) throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Path directory = destination();
        try (Root real = new NioBackend().root(directory)) {
            Root root = WatchedRoot.of(real, call -> {
                calls.incrementAndGet();
                return call.proceed();
            });
            session.run(root, new Harbour(root));
        }
        delete(directory);
        return calls.get();
    }

    /** What was broken by sessions that crash at each call in turn. */
    private List<String> crashes(Session session) throws Exception {
        List<String> broken = new ArrayList<>();
        int calls = calls(session);
        assertTrue(calls > 10, "only " + calls + " calls");
        for (int n = 1; n <= calls; n++) {
            Path directory = destination();
            try (Root real = new NioBackend().root(directory)) {
                Root root = WatchedRoot.of(real, crash(n));
                Harbour harbour = new Harbour(root);
                try {
                    session.run(root, harbour);
                } catch (IOException crashed) {
                    // As is meant.
                }
                for (String path : CARGO.broken(directory, BEFORE)) {
                    broken.add(path + " at call " + n);
                }
                assertLanded(harbour, directory);
            }
            resume(directory);
            delete(directory);
        }
        return broken;
    }

    private static void assertLanded(Harbour harbour, Path directory) throws IOException {
        for (ManifestEntry entry : CARGO.manifest()) {
            if (harbour.landed.contains(entry.id())) {
                assertArrayEquals(
                        CARGO.content(entry),
                        Files.readAllBytes(directory.resolve(entry.path().toString())));
            }
        }
    }

    private static void resume(Path directory) throws Exception {
        try (Root root = new NioBackend().root(directory)) {
            Harbour harbour = new Harbour(root);
            harbour.receive(CARGO);
            assertTrue(harbour.failed.isEmpty(), () -> harbour.failed.toString());
        }
        CARGO.assertIn(directory);
    }

    @Test
    void a_crash_at_any_call_leaves_whole_files_only_and_repeating_completes_the_tree() throws Exception {
        assertEquals(List.of(), crashes(CrashTest::receive));
    }

    @Test
    void a_receiver_that_writes_in_place_does_not_survive_that() throws Exception {
        assertFalse(crashes(CrashTest::writeInPlace).isEmpty());
    }

    private static void writeInPlace(Root root, Harbour harbour) throws Exception {
        for (ManifestEntry entry : CARGO.manifest()) {
            boolean there = root.find(entry.path()).isPresent();
            if (entry.kind() == EntryKind.DIRECTORY && !there) {
                root.createDirectory(entry.path(), 0755);
            }
            if (entry.kind() == EntryKind.FILE) {
                if (there) {
                    root.remove(entry.path());
                }
                root.store(entry.path(), MemorySegment.ofArray(CARGO.content(entry)), entry.metadata());
            }
        }
    }

    @Test
    void when_any_one_call_fails_every_file_lands_or_fails_or_the_session_ends() throws Exception {
        int calls = calls(CrashTest::receive);
        int contained = 0;
        for (int n = 1; n <= calls; n++) {
            Path directory = destination();
            try (Root real = new NioBackend().root(directory)) {
                Root root = WatchedRoot.of(real, fault(n));
                Harbour harbour = new Harbour(root);
                try {
                    harbour.receive(CARGO);
                    contained++;
                } catch (FileSystemException ended) {
                    assertEquals("EIO", ended.getReason());
                }
                assertEquals(List.of(), CARGO.broken(directory, BEFORE), "at call " + n);
                assertLanded(harbour, directory);
            }
            resume(directory);
            delete(directory);
        }
        assertTrue(contained > calls / 2, contained + " of " + calls + " failures were contained");
    }
}
