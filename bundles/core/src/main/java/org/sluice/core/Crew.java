package org.sluice.core;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.sluice.core.swap.Once;

/**
 * The threads of one session. What any of them throws is told once it happens; closing interrupts all and waits for
 * them. Platform threads, since most of their time is spent in system calls, which would hold a virtual thread's
 * carrier.
 */
final class Crew implements AutoCloseable {

    /** What a thread does. */
    interface Task {
        void run() throws Exception;
    }

    private static final int TEAM = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 8);

    private final String name;
    private final Consumer<Exception> onFailure;
    private final List<Thread> threads = new ArrayList<>();
    private final Set<String> teams = new HashSet<>();
    private boolean closed;

    Crew(String name, Consumer<Exception> onFailure) {
        this.name = name;
        this.onFailure = onFailure;
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
            onFailure.accept(Conversation.exception(thrown));
        }
    }

    @Override
    public void close() {
        List<Thread> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(threads);
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
