package org.sluice.core;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which transport holds up its lanes: one of them stands still for long, while another carries more than it could have to, or has
 * nothing to do. That alone nothing moves says nothing: a slow disk stalls all, and waits in no transport. Not thread-safe.
 */
final class Standstill {

    /** When a lane has stood still for so long, others show whether that is its transport's fault. */
    static final Duration LONG = Duration.ofSeconds(20);

    /** Likewise, where others have nothing to do but wait for what this one holds. */
    static final Duration VERY_LONG = Duration.ofSeconds(30);

    /** When all have stood still for so long, another way is to be tried. */
    static final Duration ALL = Duration.ofSeconds(10);

    /** What another lane has to carry meanwhile: so much at once each of them gets through however slow the way is. */
    static final long EVIDENCE = 16L << 20;

    /**
     * A lane.
     *
     * @param lane which it is
     * @param scheme of its transport
     * @param bytes that have gone through it
     * @param heldUp whether it cannot go on since its transport does not
     * @param idle whether it waits for something to do
     * @param ended whether it has ended, since there was nothing more to do
     */
    record Lane(Object lane, String scheme, long bytes, boolean heldUp, boolean idle, boolean ended) {}

    /** Since when a lane stands still, and what the others had carried by then. */
    private record Stand(long bytes, long since, Map<Object, Long> others) {}

    private final Map<Object, Stand> stands = new HashMap<>();
    private long moved = System.nanoTime();
    private Map<Object, Long> before = Map.of();

    /**
     * Looks once more.
     *
     * @param now as of {@link System#nanoTime}
     * @return a lane whose transport is at fault
     */
    Optional<Lane> look(List<Lane> lanes, long now) {
        Map<Object, Long> bytes = new HashMap<>();
        lanes.forEach(lane -> bytes.put(lane.lane(), lane.bytes()));
        if (!bytes.equals(before)) {
            moved = now;
            before = bytes;
        }
        stands.keySet().retainAll(bytes.keySet());
        for (Lane lane : lanes) {
            Stand stand = stands.get(lane.lane());
            if (!lane.heldUp()) {
                stands.remove(lane.lane());
            } else if (stand == null || stand.bytes() != lane.bytes()) {
                stands.put(lane.lane(), new Stand(lane.bytes(), now, bytes));
            } else if (isAtFault(lane, stand, lanes, now)) {
                return Optional.of(lane);
            }
        }
        return Optional.empty();
    }

    private static boolean isAtFault(Lane lane, Stand stand, List<Lane> all, long now) {
        long stood = now - stand.since();
        return all.stream().filter(other -> other.lane() != lane.lane()).anyMatch(other -> {
            boolean elsewhere = !other.scheme().equals(lane.scheme());
            long carried = other.bytes() - stand.others().getOrDefault(other.lane(), 0L);
            boolean overtaken = stood >= LONG.toNanos() && carried >= EVIDENCE && (elsewhere || !lane.idle());
            boolean waits = other.idle() || other.ended() && !stand.others().containsKey(other.lane());
            boolean awaited = stood >= VERY_LONG.toNanos() && waits && elsewhere && !lane.idle();
            return overtaken || awaited;
        });
    }

    /** Whether all that there are stand still for so long that another way is worth trying. */
    boolean isTotal(List<Lane> lanes, long now) {
        return !lanes.isEmpty()
                && lanes.stream().allMatch(lane -> lane.heldUp() || lane.idle() || lane.ended())
                && lanes.stream().anyMatch(Lane::heldUp)
                && now - moved >= ALL.toNanos();
    }
}
