package org.sluice.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.sluice.core.Condition;

class MailboxTest {

    private final Mailbox<Integer> box = new Mailbox<>();

    private record Waiting<T>(FutureTask<T> result, Thread thread) {

        static <T> Waiting<T> of(Callable<T> call) throws Exception {
            FutureTask<T> task = new FutureTask<>(call);
            Thread thread = Thread.ofVirtual().start(task);
            Condition.parked(thread);
            assertFalse(task.isDone());
            return new Waiting<>(task, thread);
        }
    }

    private Waiting<Boolean> waitingForRoom() throws Exception {
        return Waiting.of(() -> {
            box.awaitRoom();
            return true;
        });
    }

    private void fill(int count) {
        for (int i = 0; i < count; i++) {
            box.put(i);
        }
    }

    @Test
    void what_is_put_first_is_taken_first() throws Exception {
        List.of(1, 2, 3).forEach(box::put);

        assertEquals(Optional.of(1), box.take());
        assertEquals(Optional.of(2), box.poll());
        assertEquals(Optional.of(3), box.take());
        assertEquals(Optional.empty(), box.poll());
    }

    @Test
    void whoever_takes_waits_until_something_comes() throws Exception {
        Waiting<Optional<Integer>> taker = Waiting.of(box::take);

        box.put(7);

        assertEquals(Optional.of(7), taker.result().get());
    }

    @Test
    void putting_never_waits() {
        fill(10_000);

        assertEquals(Optional.of(0), box.poll());
    }

    @Test
    void whoever_awaits_room_waits_until_there_is_some() throws Exception {
        fill(63);
        box.awaitRoom();
        fill(1);
        Waiting<Boolean> waiting = waitingForRoom();

        box.take();

        assertEquals(true, waiting.result().get());
    }

    @Test
    void closing_lets_go_of_whoever_waits() throws Exception {
        Waiting<Optional<Integer>> taker = Waiting.of(box::take);
        box.close();
        assertEquals(Optional.empty(), taker.result().get());

        Mailbox<Integer> full = new Mailbox<>();
        for (int i = 0; i < 64; i++) {
            full.put(i);
        }
        Waiting<Boolean> waiting = Waiting.of(() -> {
            full.awaitRoom();
            return true;
        });
        full.close();
        assertEquals(true, waiting.result().get());
    }

    @Test
    void what_was_put_before_closing_can_be_taken_and_what_comes_after_is_dropped() throws Exception {
        box.put(1);
        box.close();
        box.put(2);

        assertEquals(Optional.of(1), box.take());
        assertEquals(Optional.empty(), box.take());
    }

    @Test
    void whoever_waits_can_be_interrupted() throws Exception {
        Waiting<Optional<Integer>> taker = Waiting.of(box::take);
        taker.thread().interrupt();
        assertEquals(
                InterruptedException.class,
                assertThrows(ExecutionException.class, taker.result()::get)
                        .getCause()
                        .getClass());

        fill(64);
        Waiting<Boolean> waiting = waitingForRoom();
        waiting.thread().interrupt();
        assertThrows(ExecutionException.class, waiting.result()::get);
    }
}
