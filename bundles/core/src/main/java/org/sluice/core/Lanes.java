package org.sluice.core;

import org.sluice.core.lane.LaneBounds;
import org.sluice.core.lane.LaneTerms;
import org.sluice.core.path.Paths;
import org.sluice.core.rate.Throttle;
import org.sluice.core.session.Chunking;
import org.sluice.transfer.TransferListener;

/**
 * The streams that carry contents.
 *
 * @param paths where they come from: who has dialled opens them, the other takes what comes
 * @param bounds how many the session may have
 * @param chunking how its files are cut: a chunk travels by one lane
 * @param sealed whether what travels by them is sealed
 * @param throttle what content passes here, on its way out or in
 * @param listener told when there are to be more or fewer
 */
record Lanes(
        Paths paths,
        LaneBounds bounds,
        Chunking chunking,
        boolean sealed,
        Throttle throttle,
        TransferListener listener) {

    LaneTerms terms() {
        return new LaneTerms(paths.lasting(), sealed);
    }
}
