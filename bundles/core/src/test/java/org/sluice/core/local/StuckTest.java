package org.sluice.core.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.core.WatchedRoot;
import org.sluice.io.fallback.NioBackend;

class StuckTest {

    private static final Duration SOON = Duration.ofMillis(30);
    private static final long ENOUGH = 60;

    @TempDir
    private Path temporary;

    private Trees trees;

    @BeforeEach
    void make_trees() throws Exception {
        trees = new Trees(new NioBackend(), temporary).withPatience(SOON);
        Trees.file(trees.source, "d/stuck", "x");
        Trees.file(trees.source, "other", "x");
    }

    /** Makes a call wait until it has been told that nothing moves. */
    private WatchedRoot.Watch waiting(String name, String path, CountDownLatch told) {
        return call -> {
            if (call.name().equals(name) && call.path().toString().equals(path)) {
                try {
                    assertTrue(told.await(ENOUGH, TimeUnit.SECONDS));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            return call.proceed();
        };
    }

    @Test
    void a_file_that_does_not_move_is_named() throws Exception {
        CountDownLatch told = trees.toldStuck();
        trees.watching(waiting("copy", "d/stuck", told), WatchedRoot.Call::proceed);

        trees.copy();

        assertTrue(trees.stuck.getFirst().endsWith(": copying d/stuck"), trees.stuck.toString());
    }

    @Test
    void a_sync_that_does_not_end_is_named() throws Exception {
        CountDownLatch told = trees.toldStuck();
        trees.watching(WatchedRoot.Call::proceed, waiting("sync", ".", told));

        trees.copy();

        assertTrue(trees.stuck.getFirst().endsWith(": making it durable"), trees.stuck.toString());
    }

    @Test
    void as_long_as_something_moves_nothing_is_told() throws Exception {
        trees.withPatience(Duration.ofMinutes(1));

        trees.copy();

        assertEquals(List.of(), trees.stuck);
    }
}
