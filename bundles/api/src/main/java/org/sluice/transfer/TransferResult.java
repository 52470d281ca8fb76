package org.sluice.transfer;

import java.time.Duration;
import java.util.List;

/**
 * What a transfer that ran to its end has done, as counted by the receiver.
 *
 * @param counts exact numbers
 * @param problems entries that failed, vanished or were skipped, a sample of at most 1,000; and each kind of thing lost
 * @param path how the bytes travelled: {@code tcp+tls x4, io-linux}
 * @param elapsed from start to end
 */
public record TransferResult(Counts counts, List<Problem> problems, String path, Duration elapsed) {

    public TransferResult {
        problems = List.copyOf(problems);
    }
}
