package org.sluice.negotiate;

/** Thrown when two peers have too little in common; the message names what each side has. */
public final class NoAgreementException extends Exception {

    private static final long serialVersionUID = 1;

    private final String message;

    /** With what each side has. */
    public NoAgreementException(String message) {
        super(message);
        this.message = message;
    }

    /** What each side has. */
    @Override
    public String getMessage() {
        return message;
    }
}
