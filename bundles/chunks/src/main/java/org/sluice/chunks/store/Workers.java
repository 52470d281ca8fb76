package org.sluice.chunks.store;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/** Platform threads for calls of virtual ones, which would hold their carrier while they read or write a file. */
final class Workers implements AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("chunk-store-", 0).factory());

    /** Reads or writes. */
    interface Work<T> extends Callable<T> {
        @Override
        T call() throws IOException;
    }

    <T> T call(Work<T> work) throws IOException {
        if (!Thread.currentThread().isVirtual()) {
            return work.call();
        }
        Future<T> result;
        try {
            result = threads.submit(work);
        } catch (RejectedExecutionException closed) {
            throw new IOException("the store of chunks is closed", closed);
        }
        return ended(result);
    }

    /** What it came to; what is under way uses the caller's memory, so that an interrupt has to wait for it. */
    private static <T> T ended(Future<T> result) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return result.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException io -> throw io;
                case RuntimeException runtime -> throw runtime;
                case Error error -> throw error;
                default -> throw new IOException(e.getCause());
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        threads.close();
    }
}
