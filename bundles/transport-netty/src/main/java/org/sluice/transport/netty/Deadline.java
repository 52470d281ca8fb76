package org.sluice.transport.netty;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The deadline for whatever has to be agreed with a peer: ten seconds from its beginning, unless there is another way. */
public final class Deadline {

    public static final long MILLIS = 10_000;

    private final long millis;
    private final long end;

    public Deadline() {
        this(MILLIS);
    }

    public Deadline(long millis) {
        this.millis = millis;
        end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** Nanoseconds left, 0 when there are none. */
    public long left() {
        return Math.max(0, end - System.nanoTime());
    }

    /**
     * Parks until {@code outcome} is there.
     *
     * @param doing what is being waited for, for messages: {@code "connecting to HOST:PORT"}
     * @throws SocketTimeoutException when time is up
     * @throws IOException the one that {@code outcome} failed with
     */
    public <T> T await(CompletableFuture<T> outcome, String doing) throws IOException {
        try {
            return outcome.get(left(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException known) {
                throw known;
            }
            throw new IOException(doing + ": " + failed.getCause(), failed.getCause());
        } catch (TimeoutException late) {
            throw new SocketTimeoutException(doing + ": no answer within " + millis / 1000 + " s");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(doing + ": interrupted");
        }
    }
}
