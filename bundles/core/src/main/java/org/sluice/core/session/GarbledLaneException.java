package org.sluice.core.session;

/**
 * Thrown when what a lane carries is not what a peer has sent that keeps the protocol: the transport has spoilt it on the way, or the peer
 * is wrong. What came whole before is right.
 */
public final class GarbledLaneException extends ProtocolException {

    private static final long serialVersionUID = 1;

    /** With what was the matter. */
    public GarbledLaneException(String message) {
        super(message);
    }

    /** With what noticed it. */
    public GarbledLaneException(ProtocolException cause) {
        super(String.valueOf(cause.getMessage()), cause);
    }
}
