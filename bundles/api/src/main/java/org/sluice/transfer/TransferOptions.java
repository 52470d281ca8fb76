package org.sluice.transfer;

import java.util.Set;

/**
 * What a person may choose about a transfer. There is nothing here about speed: that is measured.
 *
 * @param trusted fingerprints of peers to trust for this transfer, besides those trusted for good
 */
public record TransferOptions(Set<String> trusted) {

    /** What is used when nothing is said. */
    public static final TransferOptions DEFAULTS = new TransferOptions(Set.of());

    public TransferOptions {
        trusted = Set.copyOf(trusted);
    }
}
