package org.sluice.shell.progress;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalInt;
import org.sluice.shell.text.Units;
import org.sluice.transfer.TransferStatus;

/** The figures of a status in words, the same for every view that people read. */
record Figures(TransferStatus status, double bytesPerSecond, boolean unicode) {

    String phase() {
        return status.phase().name().toLowerCase(Locale.ROOT);
    }

    String bytes() {
        return Units.bytes(status.bytesDone()) + " of " + orMore() + Units.bytes(status.bytesTotal());
    }

    String entries() {
        return Units.count(status.entriesDone()) + " of " + orMore()
                + Units.count(status.entriesTotal(), "entry", "entries");
    }

    String rate() {
        return Units.rate(bytesPerSecond);
    }

    /** Rounded down, and empty until the totals stand: before that it would fall as they grow. */
    OptionalInt percent() {
        if (!status.totalsFinal()) {
            return OptionalInt.empty();
        }
        boolean content = status.bytesTotal() > 0;
        long done = content ? status.bytesDone() : status.entriesDone();
        long total = content ? status.bytesTotal() : status.entriesTotal();
        return OptionalInt.of(total == 0 ? 100 : (int) Math.floor(100.0 * done / total));
    }

    /** Empty when nothing can be said. */
    String remaining() {
        if (status.remaining().isPresent()) {
            return predicted(status.remaining().get());
        }
        long left = status.bytesTotal() - status.bytesDone();
        if (!status.totalsFinal() || left == 0 || bytesPerSecond < 1) {
            return "";
        }
        return "ETA " + Units.clock((long) Math.ceil(left / bytesPerSecond));
    }

    private String predicted(Duration remaining) {
        boolean all = status.entriesDone() == status.entriesTotal() && status.bytesDone() == status.bytesTotal();
        return all ? "" : "ETA " + orMore() + Units.clock((remaining.toMillis() + 999) / 1000);
    }

    private String orMore() {
        return status.totalsFinal() ? "" : unicode ? "\u2265" : ">=";
    }
}
