package org.sluice.core.swap;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.io.IoBackend;

/**
 * Something open at one backend that is opened anew at another while calls of it go on: those that run end where they began, the next
 * ones begin there.
 *
 * @param <T> what is open
 */
abstract class Lasting<T> {

    private static final Logger LOG = LoggerFactory.getLogger(Lasting.class);

    /** A call that opens something else by what is open. */
    @FunctionalInterface
    interface Opening<T, R> {
        R on(T object, IoBackend by) throws IOException;
    }

    /** A call of what is open. */
    @FunctionalInterface
    interface Call<T, R> {
        R on(T object) throws IOException;
    }

    /** A call that returns nothing. */
    @FunctionalInterface
    interface Step<T> {
        void on(T object) throws IOException;
    }

    private final Opened opened;
    private final Unsettled unsettled;
    private final AtomicBoolean moving = new AtomicBoolean();
    private volatile Held<T> now;
    private volatile boolean changed;
    private volatile boolean closed;

    Lasting(Opened opened, Unsettled unsettled, T first, IoBackend by) {
        this.opened = opened;
        this.unsettled = unsettled;
        this.now = new Held<>(first, by, this::end);
    }

    /** Opens the same anew; empty when it is not there any more, or cannot be told to be the same. */
    abstract Optional<T> anew(IoBackend by) throws IOException;

    /** Makes durable what was done through {@code object}. */
    abstract void settle(T object) throws IOException;

    abstract void close(T object) throws IOException;

    final Opened opened() {
        return opened;
    }

    final Unsettled unsettled() {
        return unsettled;
    }

    final IoBackend by() {
        return now.by();
    }

    final <R> R call(Call<T, R> call) throws IOException {
        return opening((object, backend) -> call.on(object));
    }

    final <R> R opening(Opening<T, R> call) throws IOException {
        Held<T> held = enter();
        try {
            return call.on(held.object(), held.by());
        } finally {
            held.leave();
        }
    }

    final void run(Step<T> step) throws IOException {
        call(object -> {
            step.on(object);
            return true;
        });
    }

    /** A call that changes what only {@link #settle} makes durable. */
    final void change(Step<T> step) throws IOException {
        if (!changed) {
            changed = true;
        }
        run(step);
    }

    /** As {@link #change}, with an answer. */
    final <R> R changing(Call<T, R> call) throws IOException {
        if (!changed) {
            changed = true;
        }
        return call(call);
    }

    private Held<T> enter() {
        while (true) {
            Held<T> held = now;
            if (held.enter()) {
                return held;
            }
            if (closed) {
                throw new IllegalStateException("closed");
            }
        }
    }

    /** Goes on at {@code to}, or stays where it is when that cannot be; what it has left, unless it stays or is on its way already. */
    final Optional<Held<T>> moveTo(IoBackend to) {
        if (by() == to || !moving.compareAndSet(false, true)) {
            return Optional.empty();
        }
        try {
            Optional<T> anew = anew(to);
            return anew.isPresent() ? exchange(new Held<>(anew.get(), to, this::end)) : Optional.empty();
        } catch (IOException | RuntimeException | LinkageError e) {
            LOG.debug("{} stays with {}", this, by().name(), e);
            return Optional.empty();
        } finally {
            moving.set(false);
        }
    }

    private Optional<Held<T>> exchange(Held<T> other) throws IOException {
        Held<T> left;
        synchronized (this) {
            if (closed) {
                other.close();
                return Optional.empty();
            }
            left = now;
            now = other;
            if (changed) {
                unsettled.add(left);
            }
        }
        left.replaced();
        return Optional.of(left);
    }

    private void end(T object, boolean moved) throws IOException {
        try {
            if (moved && changed) {
                settle(object);
            }
        } finally {
            close(object);
        }
    }

    /** Lets go of it. A second call does nothing. */
    final void letGo() throws IOException {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        opened.remove(this);
        now.close();
    }
}
