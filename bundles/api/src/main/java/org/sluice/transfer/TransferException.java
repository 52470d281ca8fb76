package org.sluice.transfer;

/** Thrown when a transfer, or what it needs, ends before its time. The message says what to do. */
public final class TransferException extends Exception {

    private static final long serialVersionUID = 1;

    /** Why. */
    public enum Reason {
        /** What was asked for makes no sense. */
        USAGE,
        /** The peers have no protocol or method in common. */
        INCOMPATIBLE,
        /** A source does not exist. */
        SELECTION,
        /** The session could not begin: not trusted, no such share, read-only. */
        REFUSED,
        /** The connection broke off, or the local address could not be used. */
        CONNECTION,
        /** The destination, or a file of our own, could not be read or written. */
        FILE_IO,
        /** The peer broke the protocol. */
        PROTOCOL,
        /** It was cancelled. */
        CANCELLED,
        /** The peer stopped answering. */
        TIMEOUT,
        /** The peer could not be reached. */
        UNREACHABLE
    }

    private final Reason reason;
    private final String message;

    /** Without a cause. */
    public TransferException(Reason reason, String message) {
        super(message);
        this.message = message;
        this.reason = reason;
    }

    /** With a cause. */
    public TransferException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.message = message;
        this.reason = reason;
    }

    /** What was being done, why it failed, and what to do. */
    @Override
    public String getMessage() {
        return message;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }
}
