package org.sluice.transfer;

import org.osgi.annotation.versioning.ConsumerType;
import org.sluice.transfer.Comparison.Difference;

/** Is told how single entries of two trees compare, from any thread, several at once. */
@ConsumerType
public interface ComparisonListener {

    /** Wants to know nothing. */
    ComparisonListener NONE = _ -> {};

    /** An entry differs; or is the same, where {@link #sameToo} asks for these. */
    void compared(Difference difference);

    /** Whether entries that are the same shall be told of, with {@code =} as their sign. */
    default boolean sameToo() {
        return false;
    }
}
