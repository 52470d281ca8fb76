package org.sluice.core.session;

import java.io.IOException;

/** Thrown when the peer breaks the protocol; ends the session. */
public sealed class ProtocolException extends IOException permits UnknownMessageException, GarbledLaneException {

    private static final long serialVersionUID = 1;

    /** With what the peer did. */
    public ProtocolException(String message) {
        super(message);
    }

    /** With what the peer did and what noticed it. */
    public ProtocolException(String message, Throwable cause) {
        super(message, cause);
    }
}
