package org.sluice.io.fallback;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The platform threads that touch the file system, so that a virtual thread waits parked: java.nio holds its carrier.
 * Nobody interrupts them, so that no interrupt closes a channel that others share. Idle ones end by themselves.
 */
final class Workers {

    private static final int MOST = 32;
    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            MOST,
            MOST,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("io-fallback-", 0).factory());

    /** What touches the file system. */
    interface IoCall<T> {
        T run() throws IOException;
    }

    Workers() {
        threads.allowCoreThreadTimeOut(true);
    }

    /** Runs a call and waits for its end, an interrupt notwithstanding: the call uses the caller's memory. */
    <T> T call(IoCall<T> what) throws IOException {
        FutureTask<T> task = new FutureTask<>(what::run);
        threads.execute(task);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw failure(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static IOException failure(ExecutionException failed) {
        return switch (failed.getCause()) {
            case IOException e -> Failures.named(e);
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case null, default -> new IOException(failed);
        };
    }
}
