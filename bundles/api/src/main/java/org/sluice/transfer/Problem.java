package org.sluice.transfer;

import java.util.Objects;

/**
 * An entry that did not land, and why.
 *
 * @param severity how bad it is
 * @param path which entry, below the transfer's source, escaped for people
 * @param reason what was being done and why it failed, for people
 */
public record Problem(Severity severity, String path, String reason) {

    /** How bad a problem is. */
    public enum Severity {
        /** It could not be read, or not be written. */
        FAILED,
        /** It was there when scanned and is gone or another now. */
        VANISHED,
        /** It is of a kind that is not transferred. */
        SKIPPED,
        /** Something of it, and of others, is lost at the destination, while the rest landed; in no count. */
        LOST
    }

    public Problem {
        Objects.requireNonNull(severity);
        Objects.requireNonNull(path);
        Objects.requireNonNull(reason);
    }
}
