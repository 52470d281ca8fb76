package org.sluice.core.path;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.sluice.core.dial.Reached;

/** Reaches the peer once more. */
@FunctionalInterface
public interface Redial {

    /** A connection with the same peer, by whatever transport is first; tries each once. */
    Reached dial() throws IOException;

    /** A connection by none of the transports of these schemes; empty when no other reaches the peer. */
    default Optional<Reached> dialOther(Set<String> schemes) {
        return Optional.empty();
    }

    /**
     * What is wrong is dialled no more.
     *
     * @return false when no other transport is left
     */
    default boolean setAside(String scheme, String why) {
        return false;
    }

    /** What was set aside, for reports; empty when nothing was. */
    default String asides() {
        return "";
    }
}
