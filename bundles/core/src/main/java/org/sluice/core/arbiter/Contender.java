package org.sluice.core.arbiter;

import java.util.Comparator;
import java.util.List;
import org.sluice.core.path.PeerPath;
import org.sluice.transport.TransportFeature;

/**
 * A path whose goodput is known.
 *
 * @param path that contents have taken
 * @param goodput of it
 */
record Contender(PeerPath path, Goodput goodput) {

    /** As good, within what a probe can tell. */
    private static final double AS_GOOD = 0.95;

    /** More of a processor's time than the least, for as many bytes. */
    private static final double MUCH_MORE = 1.25;

    /** Of this machine's processors: who keeps more busy is not judged by goodput alone. */
    private static final double BUSY = 0.5;

    /**
     * The one to take: of those that are as good as the best, the one that takes the least processor time where that is
     * scarce; else one that outlives a change of address, then one that does not take much more processor time than another, then the one
     * that is named first.
     *
     * @param all at least one, the preferred first
     */
    static Contender best(List<Contender> all, int processors) {
        double most = all.stream()
                .mapToDouble(c -> c.goodput().bytesPerSecond())
                .max()
                .orElseThrow();
        List<Contender> good = all.stream()
                .filter(c -> c.goodput().bytesPerSecond() >= AS_GOOD * most)
                .toList();
        boolean scarce = good.stream().anyMatch(c -> c.goodput().processors() > BUSY * processors);
        if (scarce) {
            return good.stream()
                    .min(Comparator.comparingDouble(Contender::processorTime))
                    .orElseThrow();
        }
        List<Contender> lasting = good.stream().filter(Contender::roams).toList();
        return cheapest(lasting.isEmpty() ? good : lasting);
    }

    private static Contender cheapest(List<Contender> good) {
        double least = good.stream().mapToDouble(Contender::processorTime).min().orElseThrow();
        return good.stream()
                .filter(c -> c.processorTime() <= MUCH_MORE * least)
                .findFirst()
                .orElseThrow();
    }

    private boolean roams() {
        return path.transport().features().contains(TransportFeature.ROAMING);
    }

    /** Seconds a byte. */
    private double processorTime() {
        return goodput.processors() / goodput.bytesPerSecond();
    }

    @Override
    public String toString() {
        return path.name() + " " + goodput;
    }
}
