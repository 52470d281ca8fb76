package org.sluice.core.swap;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.sluice.io.IoBackend;

/**
 * Something open at a backend. Calls of it may run when it is let go of: it comes to its end when the last of them returns.
 *
 * @param <T> what is open
 */
final class Held<T> {

    /** What is done at its end. */
    @FunctionalInterface
    interface End<T> {

        /** @param moved whether the same is open elsewhere by now */
        void of(T object, boolean moved) throws IOException;
    }

    private final T object;
    private final IoBackend by;
    private final End<T> end;
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Calls that run, and one more until it is let go of. */
    private final AtomicInteger users = new AtomicInteger(1);

    private volatile boolean moved;
    private volatile Optional<IOException> failure = Optional.empty();

    Held(T object, IoBackend by, End<T> end) {
        this.object = object;
        this.by = by;
        this.end = end;
    }

    /** Whether a call may begin; {@link #leave} follows it then. */
    boolean enter() {
        return users.getAndUpdate(n -> n == 0 ? 0 : n + 1) > 0;
    }

    T object() {
        return object;
    }

    IoBackend by() {
        return by;
    }

    /** A call has returned. */
    void leave() {
        if (users.decrementAndGet() == 0) {
            end();
        }
    }

    /** It is not wanted any more; throws what its end fails with, if that is now. */
    void close() throws IOException {
        leave();
        check();
    }

    /** The same is open elsewhere. */
    void replaced() {
        moved = true;
        leave();
    }

    private void end() {
        try {
            end.of(object, moved);
        } catch (IOException e) {
            failure = Optional.of(e);
        } catch (RuntimeException | LinkageError e) {
            failure = Optional.of(new IOException("its bundle has gone", e));
        } finally {
            ended.countDown();
        }
    }

    /** Whether it has come to its end within so many nanoseconds. */
    boolean hasEnded(long nanos) throws InterruptedException {
        return ended.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** Throws what its end has failed with, if it has. */
    void check() throws IOException {
        if (failure.isPresent()) {
            throw failure.get();
        }
    }
}
