package org.sluice.core.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.core.WatchedRoot;
import org.sluice.io.fallback.NioBackend;

class StuckTest {

    private static final Duration SOON = Duration.ofMillis(30);

    @TempDir
    private Path temporary;

    private Trees trees;

    @BeforeEach
    void make_trees() throws Exception {
        trees = new Trees(new NioBackend(), temporary).withPatience(SOON);
        Trees.file(trees.source, "d/stuck", "x");
        Trees.file(trees.source, "other", "x");
    }

    /** Makes a call wait until it has been told that this does not move; on a busy machine others may have been named before. */
    private WatchedRoot.Watch waiting(String name, String path, String what) {
        return call -> {
            if (call.name().equals(name) && call.path().toString().equals(path)) {
                try {
                    trees.awaitStuck(what);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            return call.proceed();
        };
    }

    @Test
    void a_file_that_does_not_move_is_named() throws Exception {
        trees.watching(waiting("copy", "d/stuck", ": copying d/stuck"), WatchedRoot.Call::proceed);

        trees.copy();
    }

    @Test
    void a_sync_that_does_not_end_is_named() throws Exception {
        trees.watching(WatchedRoot.Call::proceed, waiting("sync", ".", ": making it durable"));

        trees.copy();
    }

    @Test
    void as_long_as_something_moves_nothing_is_told() throws Exception {
        trees.withPatience(Duration.ofMinutes(1));

        trees.copy();

        assertEquals(List.of(), List.copyOf(trees.stuck));
    }
}
