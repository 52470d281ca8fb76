package org.sluice.io;

import java.util.List;
import java.util.Objects;

/**
 * What became of a copy.
 *
 * @param bytes length of the content copied, holes included
 * @param way how it got there
 * @param losses what of the aspects asked for did not arrive
 * @param changed whether the source was seen to change while it was read, so that its content may be that of no moment
 */
public record Copied(long bytes, Way way, List<Loss> losses, boolean changed) {

    /** Checks and copies. */
    public Copied {
        Objects.requireNonNull(way);
        losses = List.copyOf(losses);
        if (bytes < 0) {
            throw new IllegalArgumentException("copied " + bytes);
        }
    }

    /** A copy of a file that kept still, without loss. */
    public Copied(long bytes, Way way) {
        this(bytes, way, List.of(), false);
    }
}
