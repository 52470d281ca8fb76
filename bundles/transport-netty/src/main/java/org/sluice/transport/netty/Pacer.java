package org.sluice.transport.netty;

import java.util.Locale;

/**
 * How fast all that goes one way may be sent together. Several sockets that each look for what the path carries keep the queue before its
 * slowest link full for good, and so does one that sends all that its window allows; everybody waits in it who uses that link. Here that
 * queue is looked at: once it takes a part of the round trip, a little less may be sent than arrives, until it is short, and then a little
 * more every moment. A queue that does not get shorter so is not ours, and is not yielded to; nor is one that
 * a sender needs which a lossy path slows down without.
 *
 * <p>Of one thread, which tells it some times a second what it sees.
 */
public final class Pacer {

    /** A bound that is none. */
    public static final double UNBOUNDED = Double.POSITIVE_INFINITY;

    /** Round trips of more seconds than these are far, and only there a queue is worth looking at: no network of one building has them. */
    public static final double FAR_SECONDS = 0.005;

    /** Parts of a round trip without a queue that a queue may take, and is to be brought down to. */
    private static final double LONG = 0.10;

    private static final double SHORT = 0.05;

    /** What a queue that was short may grow by, in such parts. */
    private static final double GROWN = 0.06;

    /** Parts of what arrives that may be sent while a queue is to get shorter, and when it has. */
    private static final double DRAINING = 0.90;

    private static final double DRAINED = 0.98;

    /** What the bound grows by in a second, one second after a queue; not at all at first, and by more and more later, as with CUBIC. */
    private static final double GROWTH = 0.05;

    /** What the best rate loses in a second, in case the link has become slower. */
    private static final double FORGETTING = 0.02;

    /**
     * With the best rate in mind a queue must have become shorter by then; else it is what arrives that counts. What is not long then is as
     * short as it gets: where processors are busy answers are always a little late.
     */
    private static final double DOUBT_SECONDS = 0.5;

    /** Where so many times what was thought to go through makes no queue, a bound is of no use. */
    private static final double ROOMY = 8;

    /** A queue that takes longer to get shorter is somebody else's. */
    private static final double PATIENCE_SECONDS = 2;

    /** As long it is left to them, and twice as long each time it turns out to be theirs still. */
    private static final double SHARED_SECONDS = 10;

    private static final double LONGEST_SHARED_SECONDS = 80;

    /** Parts of what arrives that are lost in a second without a queue where it is the path that loses. */
    private static final double LOSSY = 0.003;

    private static final double LOSSY_SECONDS = 1;

    /** Looks in a row that make a queue, and what a rate is the mean of. */
    private static final int LOOKS = 3;

    /** Bytes: whoever has less on the way makes no queue, and is not bounded to less. */
    private static final double LITTLE = 128 * 1024;

    /** Growth from look to look by which a rate is still rising. */
    private static final double RISING = 1.05;

    private enum State {
        FREE,
        DRAINING,
        FULL,
        SHARED
    }

    /**
     * What was seen since the last look.
     *
     * @param seconds since then
     * @param arrived bytes that have reached the peer, whatever was lost before them
     * @param lost bytes that have not, where a sender without a queue is slowed down by such; otherwise 0
     * @param roundTrip how long it takes now, in seconds
     * @param base how long it takes without a queue
     */
    public record Look(double seconds, long arrived, long lost, double roundTrip, double base) {

        private double rate() {
            return arrived / seconds;
        }

        private double queue() {
            return roundTrip / base - 1;
        }
    }

    private final double[] rates = new double[2 * LOOKS];
    private State state = State.FREE;
    private double bound = UNBOUNDED;
    private double best;
    private double since;
    private double shared = SHARED_SECONDS;
    private double lost;
    private double shortest;
    private int queued;

    /** Begins without a bound. */
    public Pacer() {}

    /** Bytes that may be sent in a second from now on. */
    public double bound(Look look) {
        System.arraycopy(rates, 0, rates, 1, rates.length - 1);
        rates[0] = look.rate();
        since += look.seconds();
        best = Math.max(rate(0), best * (1 - FORGETTING * look.seconds()));
        queued = look.queue() > LONG && makesQueue(look) ? queued + 1 : 0;
        switch (state) {
            case FREE -> {
                if (queued >= LOOKS && rate(0) <= rate(LOOKS) * RISING) {
                    best = rate(0);
                    enter(State.DRAINING, best * DRAINING);
                }
            }
            case DRAINING -> {
                if (look.queue() < SHORT || since > DOUBT_SECONDS && look.queue() < LONG) {
                    enter(State.FULL, bound / DRAINING * DRAINED);
                } else if (since > PATIENCE_SECONDS) {
                    enter(State.SHARED, UNBOUNDED);
                } else if (since > DOUBT_SECONDS && since - look.seconds() <= DOUBT_SECONDS) {
                    best = rate(0);
                    bound = Math.min(bound, best * DRAINING);
                }
            }
            case FULL -> {
                lost += look.lost();
                shortest = Math.min(shortest, look.queue());
                if (look.queue() > shortest + GROWN && makesQueue(look)) {
                    shared = SHARED_SECONDS;
                    enter(State.DRAINING, best * DRAINING);
                } else if (since > LOSSY_SECONDS && lost > LOSSY * best * since) {
                    enter(State.SHARED, UNBOUNDED);
                } else if (bound > ROOMY * best) {
                    enter(State.FREE, UNBOUNDED);
                } else {
                    bound *= 1 + GROWTH * look.seconds() * since * since;
                }
            }
            case SHARED -> {
                if (since > shared) {
                    shared = Math.min(2 * shared, LONGEST_SHARED_SECONDS);
                    enter(State.FREE, UNBOUNDED);
                }
            }
        }
        return Math.max(bound, LITTLE / look.base());
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s at %.1f of %.1f MB/s", state, bound / 1e6, best / 1e6);
    }

    private void enter(State next, double allowed) {
        state = next;
        bound = allowed;
        since = 0;
        lost = 0;
        shortest = LONG;
        queued = 0;
    }

    private boolean makesQueue(Look look) {
        return rate(0) * look.base() > LITTLE;
    }

    /** The mean of the looks that begin so many ago. */
    private double rate(int ago) {
        double sum = 0;
        for (int i = ago; i < ago + LOOKS; i++) {
            sum += rates[i];
        }
        return sum / LOOKS;
    }
}
