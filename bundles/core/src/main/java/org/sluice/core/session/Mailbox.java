package org.sluice.core.session;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A queue whose putting never waits, so that no two ends can wait for each other; whoever can afford to, waits for room
 * before making more.
 */
public final class Mailbox<T> {

    private static final int ROOM = 64;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Condition drained = lock.newCondition();
    private final ArrayDeque<T> waiting = new ArrayDeque<>();
    private boolean closed;

    /** Adds at the end; after {@link #close} it is dropped. */
    public void put(T item) {
        lock.lock();
        try {
            if (!closed) {
                waiting.add(item);
                arrived.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes the first, waiting for one; empty once closed and drained. */
    public Optional<T> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty() && !closed) {
                arrived.await();
            }
            return first();
        } finally {
            lock.unlock();
        }
    }

    /** Takes the first if there is one. */
    public Optional<T> poll() {
        lock.lock();
        try {
            return first();
        } finally {
            lock.unlock();
        }
    }

    private Optional<T> first() {
        Optional<T> item = Optional.ofNullable(waiting.poll());
        if (waiting.size() < ROOM) {
            drained.signalAll();
        }
        return item;
    }

    /** Waits until fewer than {@value #ROOM} items wait, or it is closed. */
    public void awaitRoom() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.size() >= ROOM && !closed) {
                drained.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** What waits may still be taken; nothing more gets in. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            arrived.signalAll();
            drained.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
