package org.sluice.plugin;

/** Thrown when a change to the plugins does not come about. The message says what to do. */
public final class PluginException extends Exception {

    private static final long serialVersionUID = 1;

    /** Why. */
    public enum Reason {
        /** What was asked for makes no sense. */
        USAGE,
        /** It must not be: trust, who may write to it, or what would be restarted. */
        REFUSED,
        /** The jar is broken, no bundle, lacks something, or does not start. */
        UNFIT,
        /** A file could not be read or written. */
        FILE_IO
    }

    private final Reason reason;
    private final String message;

    /** Without a cause. */
    public PluginException(Reason reason, String message) {
        super(message);
        this.reason = reason;
        this.message = message;
    }

    /** With a cause. */
    public PluginException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.message = message;
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
