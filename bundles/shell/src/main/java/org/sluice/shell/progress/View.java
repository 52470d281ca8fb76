package org.sluice.shell.progress;

import java.time.Duration;
import org.sluice.transfer.TransferStatus;

/** One way to show how far a transfer is. */
sealed interface View permits TerminalView, LineView, EventView {

    /** How often it wants to be told. */
    Duration interval();

    void show(TransferStatus status, double bytesPerSecond);

    /** Says a line that stays. */
    void note(String line);

    /** Leaves the screen to what comes next. */
    void end();
}
