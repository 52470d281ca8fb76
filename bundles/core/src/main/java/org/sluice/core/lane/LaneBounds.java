package org.sluice.core.lane;

import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Between how many lanes a session may have.
 *
 * @param least with which it begins, where there is work for them
 * @param most what this peer takes
 */
public record LaneBounds(int least, int most) {

    /** What the protocol takes. */
    private static final int LIMIT = 256;

    /** Four keep a few cores and the disk of either end busy; more are found to be worth having, or not. */
    private static final LaneBounds USUAL = new LaneBounds(4, 64);

    /** A second, which one lane carries wherever the network does. */
    private static final long SLOW = 4 << 20;

    private static final Pattern SAID = Pattern.compile("(\\d{1,3})(?:-(\\d{1,3}))?");
    private static final String VARIABLE = "SLUICE_LANES";
    private static final Logger LOG = LoggerFactory.getLogger(LaneBounds.class);

    /** What the environment says: {@code SLUICE_LANES}, a number or two with {@code -} between. What is said wrongly counts as not said. */
    public static LaneBounds of(Map<String, String> environment) {
        String said = environment.getOrDefault(VARIABLE, "");
        if (said.isEmpty()) {
            return USUAL;
        }
        Matcher words = SAID.matcher(said);
        if (words.matches()) {
            int least = Integer.parseInt(words.group(1));
            int most = words.group(2) == null ? least : Integer.parseInt(words.group(2));
            if (least >= 1 && least <= most && most <= LIMIT) {
                return new LaneBounds(least, most);
            }
        }
        LOG.warn("{}={}: say how many lanes, 1 to {}, or LEAST-MOST; {} are used", VARIABLE, said, LIMIT, USUAL);
        return USUAL;
    }

    /** Where the peer takes so many. */
    public LaneBounds within(int limit) {
        return new LaneBounds(Math.min(least, limit), Math.min(most, limit));
    }

    /**
     * Where no more is to travel than so many bytes a second: the fewer lanes at first the slower, so that little lies in the buffers of each. How
     * many there are to be, where that was said, stays.
     */
    public LaneBounds at(OptionalLong bytesPerSecond) {
        return bytesPerSecond.isEmpty() || least == most
                ? this
                : new LaneBounds(Math.clamp(bytesPerSecond.getAsLong() / SLOW, 1, least), most);
    }

    @Override
    public String toString() {
        return least + "-" + most;
    }
}
