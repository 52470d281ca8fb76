package org.sluice.transport.netty;

import java.io.InterruptedIOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What has arrived and waits to be accepted: connections at a listener, streams at a connection. */
public final class Arrivals<T> {

    private static final int LIMIT = 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<T> waiting = new ArrayDeque<>();
    private boolean closed;

    /** Adds one; false when nobody will accept it: closed, or too many wait already. */
    public boolean add(T arrival) {
        lock.lock();
        try {
            if (closed || waiting.size() >= LIMIT) {
                return false;
            }
            waiting.add(arrival);
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Parks until one is there. */
    public T take() throws ClosedChannelException, InterruptedIOException {
        lock.lock();
        try {
            boolean waited = false;
            while (waiting.isEmpty()) {
                if (closed) {
                    throw waited ? new AsynchronousCloseException() : new ClosedChannelException();
                }
                changed.await();
                waited = true;
            }
            return waiting.remove();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("accepting: interrupted");
        } finally {
            lock.unlock();
        }
    }

    /** Ends it, and returns those that nobody accepted. */
    public List<T> close() {
        lock.lock();
        try {
            closed = true;
            List<T> left = new ArrayList<>(waiting);
            waiting.clear();
            changed.signalAll();
            return left;
        } finally {
            lock.unlock();
        }
    }
}
