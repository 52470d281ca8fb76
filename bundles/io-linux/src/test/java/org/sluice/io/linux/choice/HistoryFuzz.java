package org.sluice.io.linux.choice;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** Any bytes as what was measured before, which is then written anew. See {@code itest/fuzz}. */
public final class HistoryFuzz {

    private static final Path FILE = file();
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);

    private HistoryFuzz() {}

    /** What was believed of it is believed again. */
    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        Files.write(FILE, data);
        History history = new History(FILE, CLOCK);
        var believed = history.load();
        history.save(believed);
        var again = history.load();
        if (!again.keySet().equals(believed.keySet())) {
            throw new IllegalStateException(believed.keySet() + " becomes " + again.keySet());
        }
        again.forEach((subject, contest) -> {
            if (!contest.chosen().equals(believed.get(subject).chosen())) {
                throw new IllegalStateException(subject + " was decided otherwise");
            }
        });
    }

    private static Path file() {
        try {
            return Files.createTempDirectory("history-fuzz").resolve("choices");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
