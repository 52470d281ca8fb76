package org.sluice.transfer;

/** What a transfer is doing. */
public enum Phase {
    /** Reaching the peer and agreeing with it. */
    CONNECTING,
    /** Looking at the source while what is already known is compared and sent. */
    SCANNING,
    /** All entries are known; contents are moving. */
    COPYING,
    /** All contents have arrived; the last are made durable. */
    FINISHING,
    /** Ended. */
    ENDED
}
