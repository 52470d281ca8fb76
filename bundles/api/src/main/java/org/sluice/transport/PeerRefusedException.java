package org.sluice.transport;

import java.io.IOException;

/** Thrown when two peers could talk but one of them does not trust the other. */
public final class PeerRefusedException extends IOException {

    private static final long serialVersionUID = 1;

    /** Which end refused. */
    public enum By {
        /** We do not trust the peer's key. */
        US,
        /** The peer does not trust ours. */
        PEER
    }

    private final By by;

    /** For a refusal by {@code by}. */
    public PeerRefusedException(By by, String message) {
        super(message);
        this.by = by;
    }

    /** Which end refused. */
    public By by() {
        return by;
    }
}
