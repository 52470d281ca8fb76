package org.sluice.core.local;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;
import org.sluice.core.swap.Once;

/**
 * Threads that take tasks, the last one added first: so a tree is walked in depth, and what waits stays little. A thread
 * is started when there is something to do for it, so that a handful of files costs no more than one. Platform threads,
 * since most of their time is spent in system calls.
 */
final class Workers implements AutoCloseable {

    private static final Throwable NONE = new Throwable();

    private final int limit;
    private final IntFunction<Worker> hire;
    private final Runnable onIdle;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Task> tasks = new ArrayDeque<>();
    private final List<Worker> workers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private Optional<Throwable> failure = Optional.empty();
    private int working;
    private boolean closed;
    private volatile boolean hungry = true;

    /**
     * None yet.
     *
     * @param limit how many there may be
     * @param hire makes one
     * @param onIdle is run whenever there is nothing left to do, and when a task has failed
     */
    Workers(int limit, IntFunction<Worker> hire, Runnable onIdle) {
        this.limit = limit;
        this.hire = hire;
        this.onIdle = onIdle;
    }

    /** Adds a task. */
    void add(Task task) {
        lock.lock();
        try {
            tasks.push(task);
            if (threads.size() - working > 0) {
                changed.signal();
            } else if (threads.size() < limit && !closed) {
                start();
            }
            feed();
        } finally {
            lock.unlock();
        }
    }

    private void start() {
        Worker worker = hire.apply(threads.size());
        workers.add(worker);
        threads.add(Thread.ofPlatform()
                .daemon()
                .name("sluice-copy-" + threads.size())
                .start(new Once(() -> work(worker))));
    }

    private void feed() {
        hungry = tasks.isEmpty() && working < limit;
    }

    /** Whether somebody has nothing to do, so that sharing work is worth its while. */
    boolean hungry() {
        return hungry;
    }

    /** Whether nothing is done and nothing is left to do. */
    boolean idle() {
        lock.lock();
        try {
            return tasks.isEmpty() && working == 0;
        } finally {
            lock.unlock();
        }
    }

    /** Those there are now. */
    List<Worker> all() {
        lock.lock();
        try {
            return List.copyOf(workers);
        } finally {
            lock.unlock();
        }
    }

    /** Throws what a task has thrown, the first one's. */
    void rethrow() throws IOException, InterruptedException {
        lock.lock();
        try {
            switch (failure.orElse(NONE)) {
                case IOException e -> throw e;
                case InterruptedException e -> throw e;
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                case Throwable none -> {}
            }
        } finally {
            lock.unlock();
        }
    }

    private void work(Worker worker) {
        Optional<Task> task = take(false);
        while (task.isPresent()) {
            try {
                task.get().run(worker);
                worker.rests();
            } catch (Throwable thrown) {
                fail(thrown);
            }
            task = take(true);
        }
        try {
            worker.leaves();
        } catch (IOException e) {
            fail(e);
        }
    }

    private void fail(Throwable thrown) {
        lock.lock();
        try {
            failure = failure.or(() -> Optional.of(thrown));
            tasks.clear();
        } finally {
            lock.unlock();
        }
        onIdle.run();
    }

    private Optional<Task> take(boolean worked) {
        boolean idle = false;
        Optional<Task> taken = Optional.empty();
        lock.lock();
        try {
            if (worked) {
                working--;
                idle = tasks.isEmpty() && working == 0;
            }
            if (!idle) {
                taken = next();
            }
        } finally {
            lock.unlock();
        }
        if (!idle) {
            return taken;
        }
        onIdle.run();
        return take(false);
    }

    private Optional<Task> next() {
        feed();
        while (tasks.isEmpty() && !closed) {
            changed.awaitUninterruptibly();
        }
        if (closed) {
            return Optional.empty();
        }
        working++;
        Task task = tasks.pop();
        feed();
        return Optional.of(task);
    }

    /** Ends all, whatever is left to do, and waits for their end. */
    @Override
    public void close() {
        List<Thread> all;
        lock.lock();
        try {
            closed = true;
            tasks.clear();
            all = List.copyOf(threads);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        all.forEach(Thread::interrupt);
        boolean interrupted = false;
        for (Thread thread : all) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
