package org.sluice.core.session;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.sluice.transfer.Problem.Severity;

/**
 * What it means that a source could not be read.
 *
 * @param severity of the problem
 * @param reason of it, for people
 */
public record Unreadable(Severity severity, String reason) {

    /** It is not what it was any more. */
    public static final String CHANGED = "changed while it was being read";

    /** It is not there any more. */
    public static final String GONE = "was there and is gone";

    /** What a failure means while something was done, {@code reading}; an end too early is a change. */
    public static Unreadable of(IOException cause, String doing) {
        return switch (cause) {
            case NoSuchFileException e -> new Unreadable(Severity.VANISHED, GONE);
            case EOFException e -> new Unreadable(Severity.VANISHED, CHANGED);
            default -> new Unreadable(Severity.FAILED, doing + ": " + IoReason.of(cause));
        };
    }
}
