package org.sluice.shell.verb;

import org.sluice.transfer.Counts;
import org.sluice.transfer.TransferException;

/** What a process answers; the numbers are rsync's. */
final class ExitCode {

    static final int DONE = 0;
    static final int USAGE = 1;
    static final int INCOMPATIBLE = 2;
    static final int SELECTION = 3;
    static final int REFUSED = 5;
    static final int CONNECTION = 10;
    static final int FILE_IO = 11;
    static final int PROTOCOL = 12;
    static final int CANCELLED = 20;
    static final int SOME_FAILED = 23;
    static final int SOME_VANISHED = 24;
    static final int NOT_ALL_DELETED = 25;
    static final int TIMEOUT = 30;
    static final int UNREACHABLE = 35;

    private ExitCode() {}

    static int of(TransferException.Reason reason) {
        return switch (reason) {
            case USAGE -> USAGE;
            case INCOMPATIBLE -> INCOMPATIBLE;
            case SELECTION -> SELECTION;
            case REFUSED -> REFUSED;
            case CONNECTION -> CONNECTION;
            case FILE_IO -> FILE_IO;
            case PROTOCOL -> PROTOCOL;
            case CANCELLED -> CANCELLED;
            case TIMEOUT -> TIMEOUT;
            case UNREACHABLE -> UNREACHABLE;
        };
    }

    /** Of a transfer that ran to its end. What is of a kind that is not transferred is no failure. */
    static int of(Counts counts) {
        if (counts.failed() > 0) {
            return SOME_FAILED;
        }
        if (counts.vanished() > 0) {
            return SOME_VANISHED;
        }
        return counts.undeleted() > 0 ? NOT_ALL_DELETED : DONE;
    }
}
