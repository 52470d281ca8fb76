package org.sluice.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.sluice.io.FileHandle;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/** What calls may wait for, and what they leave behind. */
abstract class IoWaitingRules extends IoReachRules {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final int ROUNDS = 100;

    @Test
    void opening_what_is_no_regular_file_fails_at_once() throws Exception {
        run("mkfifo", inside.resolve("file").toString());
        root.createDirectory(DIRECTORY, 0755);

        for (RelPath path : List.of(FILE, DIRECTORY)) {
            for (OpenMode mode : List.of(OpenMode.READ, OpenMode.WRITE)) {
                fails(() -> root.open(path, mode));
            }
            fails(() -> content(path));
            fails(() -> root.copy(path, root, OTHER, PLAIN, Set.of()));
            Call.running(() -> created(path)).failure(FileAlreadyExistsException.class);
        }
        assertFalse(exists(OTHER));
    }

    private static void fails(Executable call) {
        Call.running(call).failure(FileSystemException.class);
    }

    /** Each virtual thread makes one call after another, so that a call that holds its carrier holds it for good. */
    @Test
    void a_call_that_may_wait_lets_other_virtual_threads_run() throws Exception {
        try (FileHandle file = created(FILE)) {
            for (Executable call : List.<Executable>of(file::sync, () -> exists(FILE))) {
                othersRunDuring(call);
            }
        }
    }

    private static void othersRunDuring(Executable call) throws Exception {
        int carriers = Runtime.getRuntime().availableProcessors();
        AtomicInteger busy = new AtomicInteger();
        AtomicBoolean over = new AtomicBoolean();
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        List<Call<Void>> calling = new ArrayList<>();
        for (int i = 0; i < 2 * carriers; i++) {
            calling.add(Call.running(() -> {
                call.execute();
                busy.incrementAndGet();
                while (!over.get()) {
                    call.execute();
                    assertTrue(over.get() || System.nanoTime() < deadline, "no other virtual thread has run meanwhile");
                }
            }));
        }
        Condition.met("all carriers may be held", () -> busy.get() >= carriers);
        Call<Void> other = Call.running(() -> over.set(true));

        other.result();
        for (Call<Void> each : calling) {
            each.result();
        }
    }

    @Test
    @Tag("linux")
    void what_was_closed_and_what_failed_leaves_nothing_open() throws IOException {
        store(FILE, "");
        root.createDirectory(DIRECTORY, 0755);
        everythingOnce();
        long before = ProcessIo.descriptors();

        for (int i = 0; i < ROUNDS; i++) {
            everythingOnce();
        }

        long more = ProcessIo.descriptors() - before;
        assertTrue(more < ROUNDS / 2, more + " more descriptors are open");
    }

    private void everythingOnce() throws IOException {
        try (Root again = backend().root(inside);
                FileHandle from = again.open(FILE, OpenMode.READ);
                FileHandle to = again.open(FILE, OpenMode.WRITE)) {
            to.copy(0, from.source(0, 1));
        }
        assertEquals(2, entries(RelPath.ROOT).size());
        IOException enough = new IOException("enough");
        assertThrows(
                IOException.class,
                () -> root.list(RelPath.ROOT, (IoListingRules.Told) entry -> {
                    throw enough;
                }));
        assertThrows(IOException.class, () -> backend().root(inside.resolve("file")));
        assertThrows(IOException.class, () -> root.open(DIRECTORY, OpenMode.READ));
        assertThrows(IOException.class, () -> created(FILE));
        assertThrows(IOException.class, () -> content(DIRECTORY));
        assertThrows(IOException.class, () -> store(FILE, ""));
        assertThrows(IOException.class, () -> root.copy(FILE, root, DIRECTORY, PLAIN, Set.of()));
        assertThrows(IOException.class, () -> root.createDirectory(FILE, 0755));
        assertThrows(IOException.class, () -> root.rename(FILE, DIRECTORY));
        assertThrows(IOException.class, () -> root.remove(NONE));
        assertThrows(IOException.class, () -> root.apply(NONE, PLAIN));
        assertThrows(IOException.class, () -> root.readLink(FILE));
    }
}
