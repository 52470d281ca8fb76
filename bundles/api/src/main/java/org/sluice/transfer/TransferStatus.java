package org.sluice.transfer;

import java.util.List;

/**
 * How far a transfer is. Figures only grow, and "done" never exceeds "total".
 *
 * @param phase what it is doing
 * @param entriesDone entries settled at the receiver: landed, found unchanged, or failed
 * @param entriesTotal entries found so far
 * @param bytesDone bytes of content settled
 * @param bytesTotal bytes of content of the entries found so far
 * @param totalsFinal whether the scan has ended, so that the totals stand
 * @param current names of what is moving right now, escaped for people; a few at most
 */
public record TransferStatus(
        Phase phase,
        long entriesDone,
        long entriesTotal,
        long bytesDone,
        long bytesTotal,
        boolean totalsFinal,
        List<String> current) {

    public TransferStatus {
        current = List.copyOf(current);
    }
}
