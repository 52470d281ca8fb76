package org.sluice.transfer;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How far a transfer is. Figures only grow, and "done" never exceeds "total".
 *
 * @param phase what it is doing
 * @param entriesDone entries settled at the receiver: landed, found unchanged, or failed
 * @param entriesTotal entries found so far
 * @param bytesDone bytes of content settled
 * @param bytesTotal bytes of content of the entries found so far
 * @param totalsFinal whether the scan has ended, so that the totals stand
 * @param remaining how long the rest of what is known takes, by what was seen of this and of earlier transfers; more while
 *     the totals do not stand. Empty where nothing is predicted
 * @param current names of what is moving right now, escaped for people; a few at most
 */
public record TransferStatus(
        Phase phase,
        long entriesDone,
        long entriesTotal,
        long bytesDone,
        long bytesTotal,
        boolean totalsFinal,
        Optional<Duration> remaining,
        List<String> current) {

    public TransferStatus {
        Objects.requireNonNull(remaining);
        current = List.copyOf(current);
    }

    /** Of a transfer whose end is not predicted. */
    public TransferStatus(
            Phase phase,
            long entriesDone,
            long entriesTotal,
            long bytesDone,
            long bytesTotal,
            boolean totalsFinal,
            List<String> current) {
        this(phase, entriesDone, entriesTotal, bytesDone, bytesTotal, totalsFinal, Optional.empty(), current);
    }
}
