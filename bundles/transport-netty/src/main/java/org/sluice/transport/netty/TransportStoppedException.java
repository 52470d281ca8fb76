package org.sluice.transport.netty;

import java.nio.channels.ClosedChannelException;

/** The transport has been stopped, before or meanwhile. */
public final class TransportStoppedException extends ClosedChannelException {

    private static final long serialVersionUID = 1;

    private final String scheme;

    public TransportStoppedException(String scheme) {
        this.scheme = scheme;
    }

    @Override
    public String getMessage() {
        return "the transport " + scheme + " has been stopped";
    }
}
