package org.sluice.io.linux;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.sluice.io.linux.choice.Contests;

/**
 * Brings calls to a platform thread: a system call holds its carrier, so a virtual thread parks while a thread of this
 * makes the call. A platform thread makes its calls itself.
 */
final class Ferry implements AutoCloseable {

    // Disks serve that many requests at once; more threads would only queue there.
    private static final int THREADS = Math.max(16, 4 * Runtime.getRuntime().availableProcessors());

    private static final Thread NOBODY = Thread.ofPlatform().unstarted(() -> {});

    private final AtomicInteger number = new AtomicInteger();
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> Thread.ofPlatform()
                    .name("io-linux-" + number.incrementAndGet())
                    .daemon()
                    .unstarted(work));

    private final Scratches scratches;

    Ferry(Contests contests) {
        this(contests, new FreeMemory());
    }

    /** @param free how many bytes the page cache may take */
    Ferry(Contests contests, LongSupplier free) {
        Rings rings = new Rings();
        scratches = new Scratches(() -> new Scratch(rings, contests, free));
        threads.allowCoreThreadTimeOut(true);
    }

    /** What to do with a thread's scratch. */
    @FunctionalInterface
    interface Call<T> {
        T on(Scratch scratch) throws IOException;
    }

    /** Makes the call, and returns when it has returned. Interrupts do not end the wait. */
    <T> T call(Call<T> call) throws IOException {
        if (!Thread.currentThread().isVirtual()) {
            return call.on(scratches.own());
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            threads.execute(() -> {
                try {
                    result.complete(call.on(scratches.own()));
                } catch (Throwable t) {
                    result.completeExceptionally(t);
                }
            });
        } catch (RejectedExecutionException stopped) {
            throw new IOException("the backend has been stopped", stopped);
        }
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /**
     * Memory as the thread that makes the call may use it. What is confined to the caller is the ferry's until the call
     * returns, for the caller waits.
     */
    @SuppressWarnings("restricted") // the size is that of the memory
    MemorySegment lend(MemorySegment memory) {
        boolean confined = memory.isNative()
                && Thread.currentThread().isVirtual()
                && memory.isAccessibleBy(Thread.currentThread())
                && !memory.isAccessibleBy(NOBODY);
        if (!confined) {
            return memory;
        }
        MemorySegment same = MemorySegment.ofAddress(memory.address()).reinterpret(memory.byteSize());
        return memory.isReadOnly() ? same.asReadOnly() : same;
    }

    /** Refuses further calls of virtual threads; those under way return. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
