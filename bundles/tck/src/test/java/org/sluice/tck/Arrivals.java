package org.sluice.tck;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.AsynchronousCloseException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What waits to be accepted in memory. */
class Arrivals<T> {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<T> waiting = new ArrayDeque<>();
    private boolean closed;

    void add(T arrival) {
        lock.lock();
        try {
            waiting.add(arrival);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    T take() throws IOException {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                changed.await();
            }
            if (closed) throw new AsynchronousCloseException();
            return waiting.remove();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("accepting: interrupted");
        } finally {
            lock.unlock();
        }
    }

    List<T> close() {
        lock.lock();
        try {
            closed = true;
            wake();
            List<T> left = new ArrayList<>(waiting);
            waiting.clear();
            return left;
        } finally {
            lock.unlock();
        }
    }

    void wake() {
        changed.signalAll();
    }
}
