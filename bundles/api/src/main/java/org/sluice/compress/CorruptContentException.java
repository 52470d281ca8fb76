package org.sluice.compress;

import java.io.IOException;

/** What should have been compressed content of a known length is not. */
public final class CorruptContentException extends IOException {

    private static final long serialVersionUID = 1;

    /** With what is wrong with it. */
    public CorruptContentException(String message) {
        super(message);
    }

    /** With what is wrong with it, as somebody else says. */
    public CorruptContentException(String message, Throwable cause) {
        super(message, cause);
    }
}
