package org.sluice.core.path;

import java.io.IOException;

/** The peer knows nothing any more of the session that a connection would join: it has given it up, or has started anew. */
public final class SessionEndedException extends IOException {

    private static final long serialVersionUID = 1;

    SessionEndedException() {
        super("the peer has given the session up meanwhile");
    }

    /** It takes no connection by the only transport that there is. */
    SessionEndedException(SetAsideException cause) {
        super(cause.getMessage(), cause);
    }
}
