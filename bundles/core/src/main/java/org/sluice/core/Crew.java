package org.sluice.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.core.swap.Once;

/**
 * The threads of one session. What any of them throws is told once it happens; closing interrupts all and waits for
 * them. Platform threads, since most of their time is spent in system calls, which would hold a virtual thread's
 * carrier. One that is in a transport which hangs can be left behind: it holds nothing of the session any more.
 */
final class Crew implements AutoCloseable {

    /** What a thread does. */
    interface Task {
        void run() throws Exception;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Crew.class);
    private static final int TEAM = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 8);

    /** For so long threads are waited for before those in a transport are left behind, and then those that were. */
    private static final Duration GRACE = Duration.ofSeconds(3);

    private static final Duration LOOK = Duration.ofMillis(50);

    private final String name;
    private final Consumer<Exception> onFailure;
    private final Duration grace;
    private final List<Thread> threads = new ArrayList<>();
    private final Map<Thread, Runnable> waysOut = new HashMap<>();
    private final Map<Thread, String> left = new HashMap<>();
    private final Set<String> teams = new HashSet<>();
    private boolean closed;

    Crew(String name, Consumer<Exception> onFailure) {
        this(name, onFailure, GRACE);
    }

    Crew(String name, Consumer<Exception> onFailure, Duration grace) {
        this.name = name;
        this.onFailure = onFailure;
        this.grace = grace;
    }

    /** Starts a thread; does nothing once closed. */
    synchronized void start(String role, Task task) {
        if (!closed) {
            threads.removeIf(thread -> thread.getState() == Thread.State.TERMINATED);
            threads.add(Thread.ofPlatform().daemon().name(name + "-" + role).start(new Once(() -> run(task))));
        }
    }

    /** Starts threads that work off one queue, as many as keep the processors busy; once for each role. */
    synchronized void startTeam(String role, Task task) {
        if (teams.add(role)) {
            for (int i = 0; i < TEAM; i++) {
                start(role + "-" + i, task);
            }
        }
    }

    private void run(Task task) {
        try {
            task.run();
        } catch (Throwable thrown) {
            if (!isLeft(Thread.currentThread())) {
                onFailure.accept(Conversation.exception(thrown));
            }
        } finally {
            stays();
        }
    }

    /** When the crew is closed and the calling thread does not end, {@code wayOut} may have it {@link #leave left behind}. */
    synchronized void mayLeave(Runnable wayOut) {
        waysOut.put(Thread.currentThread(), wayOut);
    }

    /** The calling thread is to be waited for, however long it takes. */
    synchronized void stays() {
        waysOut.remove(Thread.currentThread());
    }

    /** A thread is left behind in the transport of this scheme; what it throws is not told any more. */
    synchronized void leave(Thread thread, String scheme) {
        if (threads.remove(thread)) {
            left.put(thread, scheme);
        }
    }

    synchronized boolean isLeft(Thread thread) {
        return left.containsKey(thread);
    }

    /** Tells what has gone wrong beside the threads. */
    void fail(Exception cause) {
        onFailure.accept(cause);
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        all().forEach(Thread::interrupt);
        boolean interrupted = false;
        long begun = System.nanoTime();
        List<Thread> alive = all();
        while (!alive.isEmpty()) {
            if (System.nanoTime() - begun >= grace.toNanos()) {
                alive.stream().map(this::wayOut).forEach(Runnable::run);
            }
            interrupted |= join(alive.getFirst(), LOOK);
            alive = all();
        }
        interrupted |= joinLeft();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized List<Thread> all() {
        threads.removeIf(thread -> thread.getState() == Thread.State.TERMINATED);
        return List.copyOf(threads);
    }

    private synchronized Runnable wayOut(Thread thread) {
        return waysOut.getOrDefault(thread, () -> {});
    }

    /** Whether the caller was interrupted meanwhile. */
    private static boolean join(Thread thread, Duration most) {
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(most);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        return interrupted;
    }

    private boolean joinLeft() {
        Map<Thread, String> behind;
        synchronized (this) {
            behind = Map.copyOf(left);
        }
        behind.keySet().forEach(Thread::interrupt);
        boolean interrupted = false;
        long begun = System.nanoTime();
        Set<String> schemes = new TreeSet<>();
        int threads = 0;
        for (Map.Entry<Thread, String> one : behind.entrySet()) {
            Duration rest = grace.minusNanos(System.nanoTime() - begun);
            interrupted |= join(one.getKey(), rest.isNegative() ? Duration.ZERO : rest);
            if (one.getKey().isAlive()) {
                schemes.add(one.getValue());
                threads++;
            }
        }
        if (threads > 0) {
            LOG.warn("{} threads are left behind in a transport that hangs: {}", threads, String.join(", ", schemes));
        }
        return interrupted;
    }
}
