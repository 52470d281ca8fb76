package org.sluice.compress.format;

import java.util.Map;

/**
 * How hard to try: 1 to 19 as zstd counts, 0 not to compress at all.
 *
 * @param value within these bounds
 */
record Level(int value) {

    /** Says the level. */
    static final String VARIABLE = "SLUICE_COMPRESSION_LEVEL";

    private static final int DEFAULT = 3;
    private static final int MOST = 19;
    private static final int DEFLATE_MOST = 9;

    Level {
        if (value < 0 || value > MOST) {
            throw new IllegalArgumentException(VARIABLE + " is from 0 to " + MOST + ", not " + value);
        }
    }

    /** What the environment says; 3 when it says nothing. */
    static Level of(Map<String, String> environment) {
        String said = environment.getOrDefault(VARIABLE, "").strip();
        try {
            return new Level(said.isEmpty() ? DEFAULT : Integer.parseInt(said));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    VARIABLE + " is a number from 0 to " + MOST + ", not \"" + said + "\"", e);
        }
    }

    boolean isOff() {
        return value == 0;
    }

    /** As zlib counts, which ends at 9. */
    int ofDeflate() {
        return Math.min(value, DEFLATE_MOST);
    }
}
