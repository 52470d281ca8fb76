package org.sluice.core.session;

/** Thrown when the peer sends what this version does not know and must not skip: one of both is too old for the other. */
public final class UnknownMessageException extends ProtocolException {

    private static final long serialVersionUID = 1;

    private final int type;

    /** Of a type without its critical bit. */
    public UnknownMessageException(int type) {
        this(type, "the peer sends message " + type + ", which this version does not know and must not skip");
    }

    /** With who the two are. */
    public UnknownMessageException(int type, String message) {
        super(message);
        this.type = type;
    }

    /** Of the message, without its critical bit. */
    public int type() {
        return type;
    }
}
