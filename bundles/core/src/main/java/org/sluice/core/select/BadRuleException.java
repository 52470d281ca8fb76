package org.sluice.core.select;

import java.io.IOException;

/** Thrown when a rule cannot be understood. */
public final class BadRuleException extends IOException {

    private static final long serialVersionUID = 1;

    private final String message;

    BadRuleException(String message) {
        super(message);
        this.message = message;
    }

    /** Which rule, and what is wrong with it. */
    @Override
    public String getMessage() {
        return message;
    }
}
