package org.sluice.io;

import java.util.Objects;

/**
 * A part of an entry that its new place did not take, while all else arrived.
 *
 * @param aspect what it belongs to
 * @param what for people, the reason last: {@code trusted.note: EPERM}
 */
public record Loss(Aspect aspect, String what) {

    /** Checks that both are given. */
    public Loss {
        Objects.requireNonNull(aspect);
        Objects.requireNonNull(what);
    }
}
