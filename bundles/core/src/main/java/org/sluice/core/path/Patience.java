package org.sluice.core.path;

import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How long a session looks for another way to its peer when it has lost the last. */
public final class Patience {

    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
    private static final String VARIABLE = "SLUICE_RECONNECT_SECONDS";
    private static final long USUAL = 60;
    private static final long LONGEST = 24 * 3600;

    private Patience() {}

    /** What the environment says: {@code SLUICE_RECONNECT_SECONDS}, 60 unless said; with 0 it ends at once. */
    public static Duration of(Map<String, String> environment) {
        String said = environment.getOrDefault(VARIABLE, "");
        try {
            long seconds = said.isEmpty() ? USUAL : Long.parseLong(said);
            if (seconds >= 0 && seconds <= LONGEST) {
                return Duration.ofSeconds(seconds);
            }
        } catch (NumberFormatException none) {
            // Told below.
        }
        LOG.warn("{}={} is not a number from 0 to {}; {} is used", VARIABLE, said, LONGEST, USUAL);
        return Duration.ofSeconds(USUAL);
    }
}
