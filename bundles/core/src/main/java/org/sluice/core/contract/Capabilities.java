package org.sluice.core.contract;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.sluice.io.Metadata;

/**
 * What a destination can hold.
 *
 * @param type its file system, for people
 * @param held what it keeps as it is given
 * @param timeUnitNanos what it rounds times of modification down to, in nanoseconds
 * @param file metadata that a file has there whatever it is given, as far as nothing else is held
 * @param directory the same of a directory
 */
record Capabilities(String type, Set<Trait> held, long timeUnitNanos, Metadata file, Metadata directory) {

    private static final Metadata USUAL = new Metadata(0755, Metadata.UNKNOWN, Metadata.UNKNOWN, Instant.EPOCH);

    Capabilities {
        held = Collections.unmodifiableSet(EnumSet.copyOf(held));
    }

    /** Everything. */
    static Capabilities all(String type) {
        return new Capabilities(type, EnumSet.allOf(Trait.class), 1, USUAL, USUAL);
    }

    /** A time of modification as it will be there. */
    Instant rounded(Instant time) {
        if (timeUnitNanos == 1) {
            return time;
        }
        long unit = timeUnitNanos;
        if (unit < 1_000_000_000) {
            return Instant.ofEpochSecond(time.getEpochSecond(), time.getNano() / unit * unit);
        }
        long seconds = unit / 1_000_000_000;
        return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), seconds) * seconds);
    }
}
