package org.sluice.io.linux.choice;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Several means to do the same work, tried in turns on the work itself until each has been tried a few times; then the
 * fastest stays. Threads that work at once try the same means at once, for they may get in each other's way with one and not
 * with another; what all of them do together counts. The best try of each means counts, for all that disturbs makes it
 * slower. Shareable by any number of threads.
 */
public final class Contest {

    // By so much a means must be faster than one that is preferred to it.
    private static final double CLEARLY = 1.05;

    /**
     * A piece of work, to be ended by {@link #end}.
     *
     * @param means what to do it by
     * @param turn which of the contest's it belongs to; {@link #DECIDED} when nobody wants to know how long it takes
     */
    public record Try(Means means, int turn) {

        /** Whether it counts. */
        public boolean isTimed() {
            return turn != DECIDED;
        }
    }

    private static final int DECIDED = -1;

    private final List<Means> means;
    private final int turns;
    private final Runnable whenDecided;
    private final LongSupplier clock;
    private final Map<Means, Double> rates = new EnumMap<>(Means.class);
    private int turn;
    private int underWay;
    private int atOnce;
    private int ended;
    private long done;
    private long busy;
    private long busySince;
    private volatile Optional<Try> chosen = Optional.empty();

    /**
     * Begins one.
     *
     * @param turns each gets; at least 2, for the first is lost to code that has never run
     * @param means in the order of preference; one alone has won
     * @param whenDecided told once, by the thread that ends it
     */
    public Contest(int turns, List<Means> means, Runnable whenDecided) {
        this(turns, means, whenDecided, System::nanoTime);
    }

    /** @param clock in nanoseconds */
    Contest(int turns, List<Means> means, Runnable whenDecided, LongSupplier clock) {
        this.clock = clock;
        this.turns = turns;
        this.means = List.copyOf(means);
        this.whenDecided = whenDecided;
        if (means.size() == 1) {
            choose(means.getFirst());
        }
    }

    /** One that was decided before. */
    Contest(Means chosen, Map<Means, Double> rates) {
        this(0, List.of(chosen), () -> {});
        this.rates.putAll(rates);
    }

    private void choose(Means best) {
        chosen = Optional.of(new Try(best, DECIDED));
    }

    /** The one that is used for all work, once it is known. */
    public Optional<Means> chosen() {
        return chosen.map(Try::means);
    }

    /** What to do the next piece of work by. */
    public Try begin() {
        return chosen.orElseGet(this::next);
    }

    private synchronized Try next() {
        if (chosen.isPresent()) {
            return chosen.get();
        }
        if (underWay++ == 0) {
            busySince = clock.getAsLong();
        }
        atOnce = Math.max(atOnce, underWay);
        return new Try(means.get(turn % means.size()), turn);
    }

    /** A piece of work was done; {@code units} is 0 when it failed. */
    public void end(Try piece, long units) {
        if (piece.isTimed() && note(piece, units)) {
            whenDecided.run();
        }
    }

    private synchronized boolean note(Try piece, long units) {
        long now = clock.getAsLong();
        busy += now - busySince;
        busySince = now;
        underWay--;
        if (chosen.isPresent() || piece.turn() != turn) {
            return false;
        }
        done += units;
        // A few of each thread: what one had begun in the turn before, and what it ends in the next, weigh little then.
        return ++ended >= 4 * atOnce && endTurn(piece.means());
    }

    private boolean endTurn(Means by) {
        boolean warm = turn >= means.size();
        if (warm) {
            rates.merge(by, done * 1e9 / Math.max(1, busy), Math::max);
        }
        turn++;
        ended = 0;
        done = 0;
        busy = 0;
        atOnce = underWay;
        if (turn < turns * means.size()) {
            return false;
        }
        choose(fastest());
        return true;
    }

    private Means fastest() {
        Means best = means.getFirst();
        for (Means each : means) {
            if (rates.get(each) > rates.get(best) * CLEARLY) {
                best = each;
            }
        }
        return best;
    }

    /** What was measured, in units per second of all threads, of those that were tried. */
    public synchronized Map<Means, Double> rates() {
        return Map.copyOf(rates);
    }
}
