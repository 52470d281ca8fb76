package org.sluice.chunks;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins with one kernel, and goes on with another as soon as that is faster. Before HotSpot has compiled what vectors do, each of their operations makes an object:
 * the first 4 MiB of a process took 0.52 s by vectors and 0.08 s in plain Java, the first 64 took 0.73 and 0.26 s, and only from some 300 MiB on were vectors ahead
 * (two cores with 512 bits, nothing else running). So little is hashed without them; when more comes, a thread of its own exercises them meanwhile, for about a second.
 * A process whose first push is large pays for that: 1 GiB took 1.5 s this way, 1.1 s by vectors from the start, and 2.8 s without. A push of 64 MiB by a process of
 * its own takes a second less, one of 1 GiB a second more, than by vectors from the start. One that waits, as a server and a shell do, exercises them then.
 */
final class RisingKernel implements Kernel, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RisingKernel.class);

    /** 64 MiB: a quarter of a second's work without vectors. */
    private static final long ENOUGH_CHUNKS = 64 << 10;

    /** Who has hashed nothing for that long is no short command, but waits. */
    private static final Duration IDLE = Duration.ofSeconds(2);

    /** How long one exercises that may never hash anything. */
    private static final Duration TRIAL = Duration.ofSeconds(5);

    /** What has not become faster by then never will. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Times on end that the other has to be faster: one that the first was interrupted in says nothing. */
    private static final int CONVINCING = 5;

    private final Kernel first;
    private final Kernel next;
    private final long enoughChunks;
    private final Duration idle;
    private final Duration trial;
    private final Duration patience;
    private final AtomicLong hashed = new AtomicLong();
    private final Thread exercise = Thread.ofPlatform()
            .daemon()
            .name("sluice-hasher-exercise")
            .priority(Thread.MIN_PRIORITY)
            .unstarted(this::rise);
    private volatile boolean needed;
    private volatile Kernel current;
    private volatile boolean closed;

    RisingKernel(Kernel first, Kernel next) {
        this(first, next, ENOUGH_CHUNKS, IDLE, TRIAL, PATIENCE);
    }

    RisingKernel(Kernel first, Kernel next, long enoughChunks, Duration idle, Duration trial, Duration patience) {
        this.first = first;
        this.next = next;
        this.enoughChunks = enoughChunks;
        this.idle = idle;
        this.trial = trial;
        this.patience = patience;
        this.current = first;
        exercise.start();
    }

    @Override
    public void chunks(MemorySegment data, long offset, int count, long counter, MemorySegment cvs) {
        Kernel now = current;
        if (now == first && hashed.addAndGet(count) >= enoughChunks && !needed) {
            need();
        }
        now.chunks(data, offset, count, counter, cvs);
    }

    @Override
    public void parents(MemorySegment cvs, long offset, int count) {
        current.parents(cvs, offset, count);
    }

    private synchronized void need() {
        needed = true;
        notifyAll();
    }

    private void rise() {
        try {
            awaitNeedOrIdleness();
            if (!needed) {
                if (risesWithin(trial)) {
                    return;
                }
                awaitNeed();
            }
            risesWithin(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void awaitNeedOrIdleness() throws InterruptedException {
        long before = -1;
        while (!closed && !needed && before != hashed.get()) {
            before = hashed.get();
            wait(idle.toMillis());
        }
    }

    private synchronized void awaitNeed() throws InterruptedException {
        while (!closed && !needed) {
            wait();
        }
    }

    private boolean risesWithin(Duration time) {
        long begin = System.nanoTime();
        int faster = 0;
        try (Exercise pieces = new Exercise()) {
            while (!closed && faster < CONVINCING && System.nanoTime() - begin < time.toNanos()) {
                pieces.turn();
                faster = pieces.nanos(next) < pieces.nanos(first) ? faster + 1 : 0;
            }
        }
        if (closed || faster < CONVINCING) {
            return false;
        }
        current = next;
        LOG.debug("hashing goes on by vectors, {} ms later", (System.nanoTime() - begin) / 1_000_000);
        return true;
    }

    /** What is hashed from now on is hashed as it was last. Returns when no thread of this runs any more. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        boolean interrupted = false;
        while (exercise.isAlive()) {
            try {
                exercise.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
