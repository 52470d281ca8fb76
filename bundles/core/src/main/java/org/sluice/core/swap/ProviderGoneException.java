package org.sluice.core.swap;

/** A provider that both peers have agreed on has gone, and none of its name has come in its place. */
public final class ProviderGoneException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** With what is missing, for people. */
    public ProviderGoneException(String message) {
        super(message);
    }
}
