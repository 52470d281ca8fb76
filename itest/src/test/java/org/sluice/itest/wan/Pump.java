package org.sluice.itest.wan;

import java.lang.foreign.Arena;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.sluice.itest.wan.c.Kernel;

/** Moves packets between two devices, as two links have it: one thread, with precedence, that makes nothing for a packet. */
final class Pump implements AutoCloseable {

    private static final long MEMORY = 128L << 20;

    /** Packets of one direction that are taken before the others have their turn. */
    private static final int TURN = 64;

    /**
     * Where some were taken more will come: they gather for so long, and those that are due wait with them. Waking for each would take more
     * than moving it.
     */
    private static final long NAP = 150_000;

    /** The pump looks this often whether it is to end. */
    private static final long LOOK = 100_000_000;

    private final Arena memory = Arena.ofShared();
    private final Tun near;
    private final Tun far;
    private final Link there;
    private final Link back;
    private final Thread thread;
    private volatile boolean closed;

    /** Between two devices, which it does not close. */
    Pump(Tun near, Tun far, Shape shape, long seed) {
        SplittableRandom chance = new SplittableRandom(seed);
        there = new Link(memory.allocate(MEMORY, 8), shape, chance.split());
        back = new Link(memory.allocate(MEMORY, 8), shape, chance.split());
        this.near = near;
        this.far = far;
        thread = Thread.ofPlatform().name("wan-pump").daemon().unstarted(this::run);
    }

    /** Once both devices are where they belong. */
    void start() {
        thread.start();
    }

    /** From near to far. */
    Link there() {
        return there;
    }

    /** From far to near. */
    Link back() {
        return back;
    }

    private void run() {
        Kernel kernel = new Kernel(memory);
        kernel.sched_fifo(); // where that is refused, delays are less exact
        long start = System.nanoTime();
        while (!closed) {
            long now = System.nanoTime() - start;
            int taken = take(near, there, now) + take(far, back, now);
            deliver(there, far, now);
            deliver(back, near, now);
            long due = Math.min(there.due(), back.due());
            long wait = Math.min(LOOK, due - (System.nanoTime() - start));
            if (wait > 0) {
                if (taken > 0) {
                    kernel.sleep(NAP);
                } else {
                    Tun.await(near, far, wait);
                }
            }
        }
    }

    private static int take(Tun from, Link link, long now) {
        Line line = link.line();
        int taken = 0;
        while (taken < TURN && line.hasRoom()) {
            int length = from.read(line.memory().address() + line.room());
            if (length <= 0) {
                break;
            }
            link.offer(length, now);
            taken++;
        }
        return line.hasRoom() ? taken : TURN;
    }

    private static void deliver(Link link, Tun to, long now) {
        while (link.due() <= now) {
            Line line = link.next();
            to.write(line.memory().address() + line.first(), line.length());
            line.remove();
        }
    }

    @Override
    public void close() {
        closed = true;
        while (thread.isAlive()) {
            LockSupport.parkNanos(1_000_000);
        }
        memory.close();
    }
}
