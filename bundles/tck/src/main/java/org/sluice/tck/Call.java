package org.sluice.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.function.Executable;

/** A call under test, made on a virtual thread of its own, because it may wait. */
final class Call<T> {

    private final FutureTask<T> task;
    private final Thread thread;

    private Call(Callable<T> what) {
        task = new FutureTask<>(what);
        thread = Thread.ofVirtual().name("contract").start(task);
    }

    static <T> Call<T> of(Callable<T> what) {
        return new Call<>(what);
    }

    static Call<Void> running(Executable what) {
        return new Call<>(() -> {
            try {
                what.execute();
                return null;
            } catch (Exception | Error known) {
                throw known;
            } catch (Throwable other) {
                throw new IllegalStateException(other);
            }
        });
    }

    /** What it returned; fails with what it threw. */
    T result() throws Exception {
        try {
            return task.get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException thrown) {
            switch (thrown.getCause()) {
                case Exception exception -> throw exception;
                case Error error -> throw error;
                default -> throw thrown;
            }
        } catch (TimeoutException late) {
            return fail("the call has not returned within " + Patience.LIMIT.toSeconds() + " s");
        }
    }

    /** What it threw; fails when that is something else, or nothing. */
    <E extends Throwable> E failure(Class<E> expected) {
        return assertThrows(expected, this::result);
    }

    boolean isDone() {
        return task.isDone();
    }

    /** Returns once the call waits for something. */
    Call<T> parked() {
        Condition.met("the call waits", () -> task.isDone() || isWaiting());
        assertEquals(false, task.isDone(), "the call should wait, and has returned");
        return this;
    }

    boolean isWaiting() {
        return switch (thread.getState()) {
            case WAITING, TIMED_WAITING, BLOCKED -> true;
            case NEW, RUNNABLE, TERMINATED -> false;
        };
    }

    void interrupt() {
        thread.interrupt();
    }
}
