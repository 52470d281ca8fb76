package org.sluice.core.read;

import java.io.IOException;

/** Thrown when an answer will not come, since the session has ended; why, whoever heard knows. */
public final class NobodyHearsException extends IOException {

    private static final long serialVersionUID = 1;

    NobodyHearsException() {
        super("the session has ended");
    }
}
