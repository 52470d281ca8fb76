package org.sluice.core.dial;

import java.io.IOException;

/** Thrown where a call of a transport returns that was left behind, since it had not ended when it should: whoever made it has nothing to do any more. */
public final class ForsakenException extends IOException {

    private static final long serialVersionUID = 1;

    ForsakenException(String scheme) {
        super("the transport " + scheme + " hangs: a call of it did not end when it was closed");
    }
}
