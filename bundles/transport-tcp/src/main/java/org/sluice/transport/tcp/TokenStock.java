package org.sluice.transport.tcp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.sluice.transport.netty.Deadline;

/** The tokens that the peer has granted us, used in their order and only while they are surely still valid. */
final class TokenStock {

    /** Ten seconds less than the peer keeps them, for their way here and the handshake there. */
    private static final long FRESH_NANOS = TokenTable.LIFETIME_NANOS - TimeUnit.SECONDS.toNanos(10);

    private record Kept(Token token, long arrived) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<Kept> kept = new ArrayDeque<>();
    private boolean closed;

    void add(List<Token> tokens) {
        lock.lock();
        try {
            long now = System.nanoTime();
            tokens.forEach(token -> kept.add(new Kept(token, now)));
            dropStale(now);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes one, parking until there is one.
     *
     * @param ask asks the peer for one more; called at most once
     */
    Token take(Runnable ask, Deadline deadline) throws IOException {
        lock.lock();
        try {
            boolean asked = false;
            while (true) {
                if (closed) {
                    throw new ClosedChannelException();
                }
                dropStale(System.nanoTime());
                Kept first = kept.poll();
                if (first != null) {
                    return first.token;
                }
                if (!asked) {
                    ask.run();
                    asked = true;
                }
                if (changed.awaitNanos(deadline.left()) <= 0) {
                    throw new SocketTimeoutException("opening a stream: the peer grants no token");
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("opening a stream: interrupted");
        } finally {
            lock.unlock();
        }
    }

    private void dropStale(long now) {
        while (!kept.isEmpty() && now - kept.element().arrived > FRESH_NANOS) {
            kept.remove();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
