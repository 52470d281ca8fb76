package org.sluice.core.dial;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.sluice.core.swap.Once;

/** Calls of a transport that are made in threads of their own, so that whoever waits for them can leave them behind. Not for contents. */
final class Detached implements Ending.Closed {

    private final String scheme;
    private final Duration grace;
    private final ThreadFactory threads;
    private final Set<CompletableFuture<?>> underway = ConcurrentHashMap.newKeySet();

    Detached(String scheme, Duration grace, ThreadFactory threads) {
        this.scheme = scheme;
        this.grace = grace;
        this.threads = threads;
    }

    @FunctionalInterface
    interface Call<T> {
        T make() throws IOException;
    }

    /**
     * Makes a call, and waits until it ends or is left behind; interrupted, it waits a little longer.
     *
     * @param late what becomes of a result that nobody waits for any more
     */
    <T> T make(Call<T> call, Consumer<T> late) throws IOException {
        CompletableFuture<T> made = new CompletableFuture<>();
        underway.add(made);
        try {
            Thread thread = threads.newThread(new Once(() -> run(call, made, late)));
            thread.start();
            return await(made, thread);
        } finally {
            underway.remove(made);
        }
    }

    private static <T> void run(Call<T> call, CompletableFuture<T> made, Consumer<T> late) {
        try {
            T result = call.make();
            if (!made.complete(result)) {
                late.accept(result);
            }
        } catch (Throwable thrown) {
            made.completeExceptionally(thrown);
        }
    }

    private <T> T await(CompletableFuture<T> made, Thread thread) throws IOException {
        try {
            return made.get();
        } catch (InterruptedException e) {
            thread.interrupt();
            return awaitInterrupted(made);
        } catch (ExecutionException e) {
            throw thrown(e);
        }
    }

    private <T> T awaitInterrupted(CompletableFuture<T> made) throws IOException {
        try {
            return made.get(grace.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw thrown(e);
        } catch (TimeoutException | InterruptedException e) {
            made.completeExceptionally(new ForsakenException(scheme));
            throw new InterruptedIOException("interrupted while the transport " + scheme + " was waited for");
        } finally {
            Thread.currentThread().interrupt();
        }
    }

    private static IOException thrown(ExecutionException by) {
        return switch (by.getCause()) {
            case IOException e -> e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case null, default -> new IOException(by);
        };
    }

    @Override
    public boolean isBusy() {
        return !underway.isEmpty();
    }

    @Override
    public void forsake() {
        underway.forEach(call -> call.completeExceptionally(new ForsakenException(scheme)));
    }
}
