package org.sluice.core.local;

import java.util.Optional;
import org.sluice.transfer.Change;

/**
 * What is to be done once an entry has landed.
 *
 * @param change to tell of
 * @param origin to remove, when it is durable
 */
record Landed(Optional<Change> change, Optional<Origin> origin) {

    /** Nothing. */
    static final Landed SILENTLY = new Landed(Optional.empty(), Optional.empty());

    /** The same, removing nothing. */
    Landed withoutOrigin() {
        return origin.isEmpty() ? this : new Landed(change, Optional.empty());
    }

    boolean isSilent() {
        return change.isEmpty() && origin.isEmpty();
    }
}
