package com.example.sluice.rdma;

import java.io.InterruptedIOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Who has come and has not been accepted yet. */
final class Arrivals<T> {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<T> waiting = new ArrayDeque<>();
    private boolean closed;

    /** False when nobody will accept any more. */
    boolean add(T arrival) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            waiting.add(arrival);
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    T take() throws ClosedChannelException, InterruptedIOException {
        lock.lock();
        try {
            while (waiting.isEmpty()) {
                if (closed) {
                    throw new ClosedChannelException();
                }
                changed.await();
            }
            return waiting.remove();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a peer");
        } finally {
            lock.unlock();
        }
    }

    /** Nothing comes any more; those that nobody has accepted are for the caller to close. */
    List<T> close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            List<T> left = new ArrayList<>(waiting);
            waiting.clear();
            return left;
        } finally {
            lock.unlock();
        }
    }
}
