package org.sluice.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.sluice.transfer.TransferException.Reason;

class CrewTest {

    private final CompletableFuture<Exception> told = new CompletableFuture<>();

    @Test
    void what_a_thread_throws_is_told() throws Exception {
        IOException thrown = new IOException("no more room");

        assertEquals(thrown, toldOf(() -> {
            throw thrown;
        }));
    }

    @Test
    void a_class_that_is_missing_is_told_as_a_bundle_that_was_taken_away() throws Exception {
        Exception cause = toldOf(() -> {
            throw new NoClassDefFoundError("org/sluice/io/linux/Mounts");
        });

        var explained = Conversation.explain(cause, "the peer");
        assertEquals(Reason.INCOMPATIBLE, explained.reason());
        assertTrue(explained.getMessage().contains("org/sluice/io/linux/Mounts"), explained::getMessage);
    }

    private Exception toldOf(Crew.Task task) throws Exception {
        try (Crew crew = new Crew("crew", told::complete)) {
            crew.start("one", task);
            return told.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void one_that_may_be_left_is_left_when_it_does_not_end() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        AtomicReference<Thread> itself = new AtomicReference<>();
        Crew crew = new Crew("crew", told::complete, Duration.ofMillis(50));
        crew.start("lane", () -> {
            Thread thread = Thread.currentThread();
            itself.set(thread);
            crew.mayLeave(() -> crew.leave(thread, "pigeon"));
            hanging.countDown();
            awaitWhateverComes(released);
            throw new IOException("what nobody wants to know any more");
        });
        hanging.await();

        crew.close();

        released.countDown();
        itself.get().join();
        assertFalse(told.isDone());
    }

    @Test
    void one_that_may_not_is_waited_for() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        Crew crew = new Crew("crew", told::complete, Duration.ofMillis(1));
        crew.start("writer", () -> {
            begun.countDown();
            awaitWhateverComes(released);
        });
        begun.await();
        Thread closing = Thread.ofPlatform().start(crew::close);

        assertFalse(closing.join(Duration.ofMillis(300)));

        released.countDown();
        closing.join();
    }

    private static void awaitWhateverComes(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException ignored) {
            awaitWhateverComes(latch);
        }
    }
}
