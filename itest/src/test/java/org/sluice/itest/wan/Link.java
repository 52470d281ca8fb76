package org.sluice.itest.wan;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.random.RandomGenerator;

/**
 * One direction of the network: a line that sends a packet after the other at its rate, with a bounded queue before it and a way of some
 * length behind it, on which packets are lost or overtaken. Time is what it is told, in nanoseconds that never run backwards; chance comes
 * from a seed. Whoever moves packets puts each into the {@link #line()}'s room, {@linkplain #offer offers} it, and takes it out again when
 * it is due.
 */
final class Link {

    /** How much longer a packet is on its way that others overtake. */
    static final long DETOUR = 3_000_000;

    private static final int STRAGGLERS = 4 << 20;

    private final Line line;
    private final Line stragglers;
    private final RandomGenerator random;
    private final AtomicLongArray tally = new AtomicLongArray(Fate.values().length);
    private volatile Shape shape;

    /** When the line has sent what it was given. */
    private long free;

    /** When the last is due that nobody overtakes. */
    private long last;

    /** @param memory for the packets that are on their way; a piece of it for those that are overtaken */
    Link(MemorySegment memory, Shape shape, RandomGenerator random) {
        line = new Line(memory.asSlice(STRAGGLERS), Tun.LONGEST_PACKET);
        stragglers = new Line(memory.asSlice(0, STRAGGLERS), Tun.LONGEST_PACKET);
        this.shape = shape;
        this.random = random;
    }

    /** Holds for what is offered from now on; what is on its way is not overtaken by it. */
    void shape(Shape changed) {
        shape = changed;
    }

    /** Where packets are put. Without {@linkplain Line#hasRoom() room} the next waits outside. */
    Line line() {
        return line;
    }

    /** Takes the packet that was put into the line's room, or does not. */
    Fate offer(int length, long now) {
        Fate fate = decide(length, now);
        tally.lazySet(fate.ordinal(), tally.get(fate.ordinal()) + 1);
        return fate;
    }

    private Fate decide(int length, long now) {
        Shape is = shape;
        if (length > is.pathMtu() || isBlocked(is, length)) {
            return Fate.BLOCKED;
        }
        long starts = Math.max(now, free);
        if (starts - now > is.queue()) {
            return Fate.DROPPED;
        }
        free = starts + is.nanosFor(length);
        if (is.loss() > 0 && random.nextDouble() < is.loss()) {
            return Fate.LOST;
        }
        long due = free + is.delay();
        if (is.reorder() > 0 && random.nextDouble() < is.reorder() && stragglers.hasRoom()) {
            MemorySegment.copy(line.memory(), line.room(), stragglers.memory(), stragglers.room(), length);
            stragglers.add(length, due + DETOUR);
            return Fate.OVERTAKEN;
        }
        last = Math.max(last, due);
        line.add(length, last);
        return Fate.PASSED;
    }

    private boolean isBlocked(Shape is, int length) {
        for (int i = 0; i < is.blocked().size(); i++) {
            if (is.blocked().get(i).stops(line.memory(), line.room(), length)) {
                return true;
            }
        }
        return false;
    }

    /** When the next packet arrives; {@link Line#NEVER} when none is on its way. */
    long due() {
        return Math.min(line.due(), stragglers.due());
    }

    /** The line that the packet which is {@link #due()} next lies in. */
    Line next() {
        return stragglers.due() < line.due() ? stragglers : line;
    }

    /** How many packets have met with this so far. */
    long count(Fate fate) {
        return tally.get(fate.ordinal());
    }
}
