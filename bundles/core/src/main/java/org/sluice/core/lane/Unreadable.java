package org.sluice.core.lane;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.sluice.core.session.IoReason;
import org.sluice.transfer.Problem.Severity;

/** What it means that a source could not be read. */
record Unreadable(Severity severity, String reason) {

    static final String CHANGED = "changed while it was being read";

    static Unreadable of(IOException cause, String doing) {
        return switch (cause) {
            case NoSuchFileException e -> new Unreadable(Severity.VANISHED, "was there and is gone");
            case EOFException e -> new Unreadable(Severity.VANISHED, CHANGED);
            default -> new Unreadable(Severity.FAILED, doing + ": " + IoReason.of(cause));
        };
    }
}
