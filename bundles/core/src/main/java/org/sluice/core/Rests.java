package org.sluice.core;

import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.sluice.transport.Transport;

/**
 * Transports that are left alone for a while, since they have hung: each time for twice as long as before, up to an hour. A hang may have needed
 * something rare, so a transport is not given up for it; but each one may keep a thread for good. Of one thread at a time.
 */
final class Rests {

    private static final Duration LONGEST = Duration.ofHours(1);

    private record Rest(Duration length, long begun) {

        boolean isOver() {
            return System.nanoTime() - begun >= length.toNanos();
        }

        Rest next() {
            Duration twice = length.multipliedBy(2);
            return of(twice.compareTo(LONGEST) < 0 ? twice : LONGEST);
        }

        static Rest of(Duration length) {
            return new Rest(length, System.nanoTime());
        }
    }

    private final Duration first;
    private final Map<Transport, Rest> rests = new IdentityHashMap<>();

    /** The first time for so long. */
    Rests(Duration first) {
        this.first = first;
    }

    /** It has hung; how long it is left alone from now on. */
    Duration begin(Transport transport) {
        Rest before = rests.get(transport);
        Rest rest = before == null ? Rest.of(first) : before.next();
        rests.put(transport, rest);
        return rest.length();
    }

    /** Whether it is to be left alone still. */
    boolean isResting(Transport transport) {
        Rest rest = rests.get(transport);
        return rest != null && !rest.isOver();
    }

    /** All others have gone, and are forgotten: in another version they may be right. */
    void retain(Set<Transport> there) {
        rests.keySet().retainAll(there);
    }
}
