package org.sluice.transport.quic;

import org.jspecify.annotations.Nullable;
import org.sluice.transport.netty.Pacer;

/**
 * How fast the streams of a connection may hand over what they send. The library has no pacing: it sends all that its window allows, twice
 * what a path holds with BBR, and the second half of that waits before the slowest link, with what everybody else sends. And it takes from
 * streams far more than it sends, which nobody can hold back any more. So over a long path it is given what its window lets through and as
 * much again, less where a {@link Pacer} says so, and next to nothing while it sends more than that.
 */
final class SendRate {

    /** Seconds between two looks that the pacer is told of. */
    private static final double PACE_SECONDS = 0.1;

    /** After longer than this, what was seen before says nothing. */
    private static final double STALE_SECONDS = 1;

    /** Parts of what the window lets through in a round trip that the library is given in that time, so that the window can grow. */
    private static final double AHEAD = 2;

    /** A library that sends so many times what it may has taken it long before. */
    private static final double STOCKED = 1.05;

    /** Parts of what it may send that it is given until it has sent that. */
    private static final double LITTLE = 0.1;

    /** What of a datagram of the usual length is contents: 1,350 bytes have up to 50 of headers and a tag. */
    private static final double CONTENTS = 0.96;

    private static final double SECOND = 1e9;

    /**
     * What the library says of a path.
     *
     * @param nanos when
     * @param sent bytes so far, headers and what was sent again included
     * @param again bytes of contents that were sent again so far
     * @param arriving bytes a second that were confirmed lately, or longer ago when it had nothing to send
     * @param window bytes that may be on their way
     * @param roundTripNanos how long a round trip takes
     */
    record Seen(long nanos, long sent, long again, long arriving, long window, long roundTripNanos) {}

    private final Pacer pacer = new Pacer();
    private @Nullable Seen before;
    private double paced = Pacer.UNBOUNDED;
    private double given = Pacer.UNBOUNDED;
    private double base = Double.POSITIVE_INFINITY;

    /** Bytes of contents a second, from now on; to be asked often while much is sent. */
    double after(Seen seen) {
        double roundTrip = seen.roundTripNanos() / SECOND;
        base = Math.min(base, roundTrip);
        double seconds = before == null ? Double.POSITIVE_INFINITY : (seen.nanos() - before.nanos()) / SECOND;
        if (seconds > STALE_SECONDS) {
            before = seen;
        } else if (seconds >= PACE_SECONDS) {
            boolean stocked = (seen.sent() - before.sent()) / seconds > paced * STOCKED;
            paced = pacer.bound(look(before, seen, seconds));
            given = stocked ? paced * LITTLE : paced;
            before = seen;
        }
        return base < Pacer.FAR_SECONDS
                ? Pacer.UNBOUNDED
                : CONTENTS * Math.min(given, AHEAD * seen.window() / roundTrip);
    }

    private Pacer.Look look(Seen then, Seen now, double seconds) {
        double longer = (now.roundTripNanos() - then.roundTripNanos()) / SECOND;
        double sent = now.sent() - then.sent();
        double arrived = Math.min(now.arriving() * seconds, sent * (1 - longer / seconds)); // the rest is in the queue
        return new Pacer.Look(
                seconds, (long) Math.max(0, arrived), now.again() - then.again(), now.roundTripNanos() / SECOND, base);
    }

    @Override
    public String toString() {
        return pacer.toString();
    }
}
