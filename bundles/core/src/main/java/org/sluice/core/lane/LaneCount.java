package org.sluice.core.lane;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * How many lanes are worth having, found by trying: one step an epoch, kept where contents travel faster by it. Not thread-safe.
 */
public final class LaneCount {

    /** A step is kept when contents travel faster by so much of what there are more of lanes: by 5 % for a quarter more. */
    private static final double WORTH_IT = 0.2;

    /** The share of their time for which lanes have to wait for the network, for it to be what holds them up. */
    private static final double HELD_UP = 0.5;

    /** Queues on the way are full when a round trip takes so many times what it takes at rest. */
    private static final double FULL = 2;

    /** Epochs until the next attempt after one that was not worth it; twice as many each time. */
    private static final int FIRST_REST = 4;

    private static final int LONGEST_REST = 64;

    private final int least;
    private final int most;
    private int lanes;
    private int before;
    private double rateBefore;
    private boolean trying;
    private int rest;
    private int nextRest = FIRST_REST;
    private Optional<Duration> atRest = Optional.empty();

    /**
     * What was seen in an epoch, with as many lanes as there were.
     *
     * @param bytesPerSecond of contents, all lanes together
     * @param waiting the share of their time for which lanes waited for the network, 0 to 1
     * @param roundTrip lately, if the transport knows
     */
    public record Epoch(double bytesPerSecond, double waiting, Optional<Duration> roundTrip) {}

    /**
     * What to do next.
     *
     * @param lanes how many there shall be
     * @param why for people; empty when nothing changes
     */
    public record Step(int lanes, String why) {}

    /** Between these; the least at first. */
    public LaneCount(LaneBounds bounds) {
        this.least = bounds.least();
        this.most = bounds.most();
        this.lanes = least;
    }

    /** After an epoch. */
    public Step next(Epoch seen) {
        seen.roundTrip()
                .ifPresent(now -> atRest = Optional.of(
                        atRest.filter(least -> least.compareTo(now) <= 0).orElse(now)));
        if (isFull(seen) && lanes > least) {
            return fewer(seen);
        }
        if (trying && seen.bytesPerSecond() < rateBefore * (1 + WORTH_IT * (lanes - before) / before)) {
            return back();
        }
        if (trying) {
            trying = false;
            nextRest = FIRST_REST;
        }
        if (rest > 0) {
            rest--;
            return new Step(lanes, "");
        }
        return seen.waiting() >= HELD_UP && lanes < most ? more(seen) : new Step(lanes, "");
    }

    private boolean isFull(Epoch seen) {
        return seen.roundTrip().isPresent()
                && atRest.isPresent()
                && seen.roundTrip().get().toNanos() > FULL * atRest.get().toNanos();
    }

    private Step fewer(Epoch seen) {
        trying = false;
        rest = FIRST_REST;
        lanes = Math.max(least, lanes * 3 / 4);
        return new Step(
                lanes,
                String.format(
                        Locale.ROOT,
                        "a round trip takes %d ms, and %d ms at rest",
                        seen.roundTrip().orElseThrow().toMillis(),
                        atRest.orElseThrow().toMillis()));
    }

    private Step more(Epoch seen) {
        trying = true;
        before = lanes;
        rateBefore = seen.bytesPerSecond();
        lanes = Math.min(most, lanes + Math.max(1, lanes / 4));
        return new Step(
                lanes,
                String.format(Locale.ROOT, "lanes wait for the network %.0f %% of their time", 100 * seen.waiting()));
    }

    private Step back() {
        trying = false;
        lanes = before;
        rest = nextRest;
        nextRest = Math.min(LONGEST_REST, 2 * nextRest);
        return new Step(lanes, "contents travel no faster by more");
    }
}
