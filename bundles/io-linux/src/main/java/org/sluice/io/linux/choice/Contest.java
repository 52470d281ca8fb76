package org.sluice.io.linux.choice;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Several means to do the same work, tried in turns on the work itself until each has been tried a few times; then the
 * fastest stays. The best try of each counts, for all that disturbs makes it slower. Shareable by any number of threads.
 */
public final class Contest {

    // By so much a means must be faster than one that is preferred to it.
    private static final double CLEARLY = 1.05;

    private final List<Means> means;
    private final int tries;
    private final Runnable whenDecided;
    private final Map<Means, Double> rates = new EnumMap<>(Means.class);
    private final Map<Means, Integer> begun = new EnumMap<>(Means.class);
    private final Map<Means, Integer> ended = new EnumMap<>(Means.class);
    private volatile Optional<Means> chosen = Optional.empty();

    /**
     * Begins one.
     *
     * @param tries pieces each does; at least 2, for the first is lost to code that has never run
     * @param means in the order of preference; one alone has won
     * @param whenDecided told once, by the thread that ends it
     */
    public Contest(int tries, List<Means> means, Runnable whenDecided) {
        this.tries = tries;
        this.means = List.copyOf(means);
        this.whenDecided = whenDecided;
        if (means.size() == 1) {
            chosen = Optional.of(means.getFirst());
        }
    }

    /** One that was decided before. */
    Contest(Means chosen, Map<Means, Double> rates) {
        this.tries = 0;
        this.means = List.copyOf(rates.keySet());
        this.whenDecided = () -> {};
        this.rates.putAll(rates);
        this.chosen = Optional.of(chosen);
    }

    /** The one that is used for all work, once it is known. */
    public Optional<Means> chosen() {
        return chosen;
    }

    /** What to do the next piece of work by; while nothing is chosen, to be timed. */
    public Means next() {
        return chosen.orElseGet(this::leastTried);
    }

    private synchronized Means leastTried() {
        Means least = means.getFirst();
        for (Means each : means) {
            if (begun.getOrDefault(each, 0) < begun.getOrDefault(least, 0)) {
                least = each;
            }
        }
        begun.merge(least, 1, Integer::sum);
        return least;
    }

    /** A piece of work was done. */
    public void took(Means by, long units, long nanos) {
        if (chosen.isEmpty() && note(by, units * 1e9 / Math.max(1, nanos))) {
            whenDecided.run();
        }
    }

    private synchronized boolean note(Means by, double rate) {
        if (chosen.isPresent()) {
            return false;
        }
        if (ended.merge(by, 1, Integer::sum) > 1) {
            rates.merge(by, rate, Math::max);
        }
        if (means.stream().anyMatch(each -> ended.getOrDefault(each, 0) < tries)) {
            return false;
        }
        chosen = Optional.of(fastest());
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

    /** What was measured, in units per second, of those that were tried. */
    public synchronized Map<Means, Double> rates() {
        return Map.copyOf(rates);
    }
}
