package org.sluice.shell.verb;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.sluice.shell.progress.Watch;
import org.sluice.shell.text.Console;
import org.sluice.transfer.Transfer;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferResult;

/** Waits for the end of a transfer. */
final class Waiting {

    private Waiting() {}

    /** Shows how far it is where that is wanted. An interrupt cancels it. */
    static TransferResult result(Transfer started, boolean json, boolean progress, Console console)
            throws TransferException, InterruptedException {
        return result(started, json, progress, console, new AtomicReference<>(Optional.empty()));
    }

    /** Shows how far it is where that is wanted, through {@code shown}. An interrupt cancels it. */
    static TransferResult result(
            Transfer started, boolean json, boolean progress, Console console, AtomicReference<Optional<Watch>> shown)
            throws TransferException, InterruptedException {
        try (Transfer transfer = started) {
            if (!json && !progress) {
                return transfer.await();
            }
            try (Watch watch =
                    json ? Watch.forScripts(transfer::status, console) : Watch.forPeople(transfer::status, console)) {
                shown.set(Optional.of(watch));
                return transfer.await();
            } finally {
                shown.set(Optional.empty());
            }
        }
    }
}
