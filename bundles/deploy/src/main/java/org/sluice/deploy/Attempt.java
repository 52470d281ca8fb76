package org.sluice.deploy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Something that calls code of a plugin, which may throw anything, or never come back. */
final class Attempt {

    /** What is attempted. */
    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }

    private final FutureTask<Void> task;
    private final Thread thread;

    private Attempt(String what, Step step) {
        task = new FutureTask<>(() -> {
            step.run();
            return null;
        });
        thread = Thread.ofPlatform().daemon().name(what).start(task);
    }

    static Attempt start(String what, Step step) {
        return new Attempt(what, step);
    }

    /** Waits so long for it; whether it has ended, in whatever way. */
    boolean endsWithin(Duration time) throws InterruptedException {
        try {
            task.get(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            // That is what failure() tells.
            return true;
        } catch (TimeoutException e) {
            return false;
        }
        return true;
    }

    boolean hasEnded() {
        return task.isDone();
    }

    /** What it ended with; empty when it went well, or has not ended. */
    Optional<Throwable> failure() {
        return task.state() == FutureTask.State.FAILED ? Optional.of(task.exceptionNow()) : Optional.empty();
    }

    /** Asks it to end. */
    void interrupt() {
        thread.interrupt();
    }
}
