package org.sluice.core.arbiter;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.transport.Transport;

/**
 * Which transports a session has not seen before. A bundle that was updated registers another transport, so that is new, too. One that
 * does not reach the peer is tried again, less and less often: the peer may get it later than we do. Not thread-safe.
 */
final class Newcomers {

    private static final Logger LOG = LoggerFactory.getLogger(Newcomers.class);

    /** Looks until one that does not reach the peer is tried again, at most. */
    private static final int LONGEST_PAUSE = 32;

    private final Contact contact;
    private final Set<Transport> known = Collections.newSetFromMap(new IdentityHashMap<>());
    private int pause = 1;
    private int looks;

    Newcomers(Contact contact) {
        this.contact = contact;
    }

    /** Those that there are and of which {@code are} holds are not new any more. */
    void know(Predicate<Transport> are) {
        there().stream().filter(are).forEach(known::add);
    }

    /** Those that there are and that are not new. */
    List<Transport> known() {
        return there().stream().filter(known::contains).toList();
    }

    /** Those that there are: none for a moment while all are exchanged, which a session outlives. */
    List<Transport> there() {
        try {
            return contact.transports();
        } catch (IOException none) {
            LOG.debug("no transport is there now", none);
            return List.of();
        }
    }

    Set<String> knownSchemes() {
        Set<String> schemes = new TreeSet<>();
        known.forEach(transport -> schemes.add(transport.scheme()));
        return schemes;
    }

    /** One that is new, if it is time to try; it is known from now on. Those that have gone are forgotten. */
    Optional<Transport> next() {
        List<Transport> now = there();
        Set<Transport> there = Collections.newSetFromMap(new IdentityHashMap<>());
        there.addAll(now);
        known.retainAll(there);
        List<Transport> unknown = new ArrayList<>(now);
        unknown.removeIf(known::contains);
        if (unknown.isEmpty()) {
            pause = 1;
            looks = 0;
            return Optional.empty();
        }
        if (looks++ % pause != 0) {
            return Optional.empty();
        }
        known.add(unknown.getFirst());
        return Optional.of(unknown.getFirst());
    }

    /** It does not reach the peer: it stays new. */
    void later(Transport transport) {
        known.remove(transport);
        pause = Math.min(2 * pause, LONGEST_PAUSE);
        looks = 1;
    }
}
