package org.sluice.core.arbiter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.core.path.Travelled;

/**
 * Finds how fast contents travel by a path, from looks at its lanes: as soon as two spans of time on end, each long enough, differ
 * little. So a congestion window that still grows does not count; nor do buffers that fill at once, of at most two mebibytes a lane. A lane sends up to a mebibyte at a
 * time, hence each is looked at from the end of one such to the end of another. Not thread-safe.
 */
final class Gauge {

    /** Of a span. Two are what a probe takes at least. */
    private static final long SHORTEST_NANOS = 150_000_000;

    /** In a span, for each lane: two of what a lane sends at a time. */
    private static final long FEWEST_BYTES = 2 << 20;

    /** Between two spans of which none is longer than a second. */
    private static final double LITTLE = 0.15;

    /** After so long the last span says what it can. */
    private static final long LONGEST_NANOS = 3_000_000_000L;

    private record Look(long nanos, Map<Object, Travelled> lanes, long busyNanos) {

        long bytes() {
            return lanes.values().stream().mapToLong(Travelled::bytes).sum();
        }
    }

    private final List<Look> looks = new ArrayList<>();

    /**
     * A look at the lanes.
     *
     * @param nanos now, of {@link System#nanoTime}
     * @param busyNanos processor time that this process has taken until now
     */
    void look(Map<Object, Travelled> lanes, long nanos, long busyNanos) {
        Look now = new Look(nanos, Map.copyOf(lanes), busyNanos);
        if (looks.size() == 1 && looks.getFirst().bytes() == now.bytes()) {
            looks.clear(); // nothing moves yet
        }
        looks.add(now);
    }

    /** Whether anything has travelled since the first look. */
    boolean moves() {
        return looks.size() > 1;
    }

    /** How fast, when that is known by now. */
    Optional<Goodput> steady() {
        if (looks.size() < 3) {
            return Optional.empty();
        }
        Look end = looks.getLast();
        Optional<Look> middle = before(end);
        Optional<Goodput> later = middle.map(start -> between(start, end));
        Optional<Goodput> earlier = middle.flatMap(last -> before(last).map(start -> between(start, last)));
        if (later.isPresent() && earlier.isPresent() && alike(earlier.get(), later.get())) {
            return later;
        }
        return end.nanos() - looks.getFirst().nanos() < LONGEST_NANOS
                ? Optional.empty()
                : Optional.of(later.orElseGet(() -> between(looks.getFirst(), end)));
    }

    /** The last look from which on a span until {@code end} is long enough, after buffers have filled. */
    private Optional<Look> before(Look end) {
        long fewest = FEWEST_BYTES * end.lanes().size();
        long full = looks.getFirst().bytes() + fewest;
        for (int i = looks.indexOf(end) - 1; i >= 0 && looks.get(i).bytes() >= full; i--) {
            Look start = looks.get(i);
            if (end.nanos() - start.nanos() >= SHORTEST_NANOS && end.bytes() - start.bytes() >= fewest) {
                return Optional.of(start);
            }
        }
        return Optional.empty();
    }

    private static boolean alike(Goodput one, Goodput other) {
        return Math.abs(one.bytesPerSecond() / other.bytesPerSecond() - 1) <= LITTLE;
    }

    private static Goodput between(Look start, Look end) {
        Map<Object, Travelled> before = new HashMap<>(start.lanes());
        double bytesPerSecond = 0;
        for (Map.Entry<Object, Travelled> lane : end.lanes().entrySet()) {
            Travelled from = before.getOrDefault(lane.getKey(), new Travelled(0, start.nanos()));
            Travelled to = lane.getValue();
            if (to.nanos() > from.nanos()) {
                bytesPerSecond += (to.bytes() - from.bytes()) * 1e9 / (to.nanos() - from.nanos());
            }
        }
        double processors = (double) (end.busyNanos() - start.busyNanos()) / (end.nanos() - start.nanos());
        return new Goodput(bytesPerSecond, processors);
    }
}
