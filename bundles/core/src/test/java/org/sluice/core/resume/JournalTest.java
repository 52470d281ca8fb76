package org.sluice.core.resume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.chunk.Hash;
import org.sluice.io.FileHandle;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.io.fallback.NioBackend;

class JournalTest {

    private static final RelPath AT = RelPath.parse("journal");
    private static final Hash HASH = new Hash(1, 2, 3, 4);
    private static final int CHUNK = 4 << 20;

    @TempDir
    private Path directory;

    private Root root;

    @BeforeEach
    void open_the_root() throws IOException {
        root = new NioBackend().root(directory);
    }

    @AfterEach
    void close_the_root() throws IOException {
        root.close();
    }

    private interface Sync {
        void run() throws IOException;
    }

    /** The journal of a file of which nothing is known but when it is made durable. */
    private Journal journal(Sync sync) {
        FileHandle data = (FileHandle) Proxy.newProxyInstance(
                FileHandle.class.getClassLoader(), new Class<?>[] {FileHandle.class}, (proxy, method, arguments) -> {
                    assertEquals("sync", method.getName());
                    sync.run();
                    return null;
                });
        Journalled known =
                new Journalled(RelPath.parse("dir/file"), 100L * CHUNK, Instant.ofEpochSecond(7), CHUNK, "h", Map.of());
        return Journal.begin(root, AT, known, data);
    }

    private int journalled() {
        return Journal.read(root, AT).orElseThrow().chunks().size();
    }

    @Test
    void a_chunk_is_journalled_when_it_is_added() throws Exception {
        try (Journal journal = journal(() -> {})) {
            journal.add(0, HASH);

            assertEquals(1, journalled());
        }
    }

    @Test
    void chunks_are_made_durable_though_none_follows_them() throws Exception {
        BlockingQueue<Integer> durable = new LinkedBlockingQueue<>();
        try (Journal journal = journal(() -> durable.add(journalled()))) {
            for (int number = 0; number < 3; number++) {
                journal.add(number, HASH);
            }

            int last = 0;
            while (last < 3) {
                Integer next = durable.poll(30, TimeUnit.SECONDS);
                assertTrue(next != null, "of three chunks " + last + " were made durable");
                last = next;
            }
        }
    }

    @Test
    void who_adds_64_mebibytes_waits_until_they_are_durable() throws Exception {
        List<Thread> by = new CopyOnWriteArrayList<>();
        try (Journal journal = journal(() -> by.add(Thread.currentThread()))) {
            for (int number = 0; number < 16; number++) {
                journal.add(number, HASH);
            }

            assertTrue(by.contains(Thread.currentThread()), by::toString);
        }
    }

    @Test
    void what_cannot_be_made_durable_is_told_at_the_end() throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        try (Journal journal = journal(() -> {
            failed.countDown();
            throw new IOException("no disk");
        })) {
            journal.add(0, HASH);
            assertTrue(failed.await(30, TimeUnit.SECONDS));

            assertEquals(
                    "no disk", assertThrows(IOException.class, journal::end).getMessage());
        }
    }

    @Test
    void nothing_is_synced_any_more_when_it_is_closed() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        List<String> order = new CopyOnWriteArrayList<>();
        Journal journal = journal(() -> {
            begun.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            order.add("synced");
        });
        journal.add(0, HASH);
        assertTrue(begun.await(30, TimeUnit.SECONDS));

        Thread closing = Thread.ofPlatform().start(() -> {
            try {
                journal.close();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            order.add("closed");
        });
        while (closing.getState() != Thread.State.BLOCKED
                && closing.getState() != Thread.State.WAITING
                && closing.isAlive()) {
            Thread.onSpinWait();
        }
        go.countDown();
        closing.join();

        assertEquals(List.of("synced", "closed"), order);
        assertTrue(Files.size(directory.resolve("journal")) > 0);
    }
}
