package org.sluice.core;

import org.sluice.core.path.Paths;

/**
 * The streams that carry contents.
 *
 * @param paths where they come from
 * @param limit how many the session may have
 * @param opened whether this end opens them, as many as the work at hand keeps busy; the other takes what comes
 */
record Lanes(Paths paths, int limit, boolean opened) {

    private static final int FILES_PER_LANE = 512;
    private static final int BYTES_PER_LANE = 4 << 20;

    /** How many to run for so much work; never less than were asked for before. */
    int wanted(long files, long bytes) {
        return opened ? Math.clamp(Math.max(bytes / BYTES_PER_LANE, files / FILES_PER_LANE) + 1, 1, limit) : limit;
    }
}
