package org.sluice.io.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.sluice.io.linux.choice.Contests;

class ScratchesTest {

    private final Rings rings = new Rings();
    private final Contests contests = new Contests(Optional.empty());
    private final Scratches scratches = new Scratches(() -> new Scratch(rings, contests, () -> 0));

    private Scratch ofAnotherThread() throws Exception {
        FutureTask<Scratch> task = new FutureTask<>(scratches::own);
        Thread thread = Thread.ofPlatform().start(task);
        thread.join();
        return task.get();
    }

    @Test
    void each_thread_has_one_of_its_own() throws Exception {
        Scratch own = scratches.own();

        assertSame(own, scratches.own());
        assertNotSame(own, ofAnotherThread());
    }

    @Test
    void those_of_threads_that_have_ended_are_let_go_of() throws Exception {
        for (int i = 0; i < 100; i++) {
            ofAnotherThread();
        }
        scratches.own();

        assertEquals(1, scratches.count());
    }
}
