package org.sluice.core.wire;

import java.io.IOException;

/** Thrown when nothing has come from a peer for so long that it is taken for gone. */
public final class SilentPeerException extends IOException {

    private static final long serialVersionUID = 1;

    SilentPeerException(long seconds, Throwable cause) {
        super("the peer has not said anything for " + seconds + " s", cause);
    }
}
