package org.sluice.shell.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.sluice.transfer.Phase;
import org.sluice.transfer.TransferStatus;

class BlockTest {

    private static Figures figures(TransferStatus status) {
        return new Figures(status, 356_000_000, true);
    }

    @Test
    void a_running_transfer_shows_all_its_figures() {
        var status = new TransferStatus(
                Phase.COPYING, 12_345, 48_301, 512_000_000, 1_210_000_000, true, List.of("share/doc/a", "share/b"));

        assertEquals(
                List.of(
                        "copying     42%  512 MB of 1.21 GB  356 MB/s  ETA 0:02",
                        "                 12,345 of 48,301 entries", "  share/doc/a", "  share/b", ""),
                Block.lines(figures(status), 100));
    }

    @Test
    void until_the_scan_ends_totals_are_a_lower_bound_and_nothing_is_promised() {
        var status = new TransferStatus(Phase.SCANNING, 12, 48_301, 512, 1_210_000_000, false, List.of());

        assertEquals(
                List.of(
                        "scanning         512 B of \u22651.21 GB  356 MB/s",
                        "                 12 of \u226548,301 entries",
                        "",
                        "",
                        ""),
                Block.lines(figures(status), 100));
    }

    @Test
    void what_is_predicted_is_a_lower_bound_too_until_the_totals_stand() {
        Optional<Duration> remaining = Optional.of(Duration.ofMillis(83_200));
        var scanning = new TransferStatus(Phase.SCANNING, 12, 300, 0, 0, false, remaining, List.of());
        var copying = new TransferStatus(Phase.COPYING, 12, 300, 0, 0, true, remaining, List.of());
        var ended = new TransferStatus(Phase.COPYING, 300, 300, 0, 0, true, remaining, List.of());

        assertEquals("ETA \u22651:24", figures(scanning).remaining());
        assertEquals("ETA 1:24", figures(copying).remaining());
        assertEquals("", figures(ended).remaining());
    }

    @Test
    void no_line_is_wider_than_the_terminal_and_there_are_always_as_many() {
        var status = new TransferStatus(
                Phase.COPYING, 1, 2, 3, 4, true, List.of("a/".repeat(50) + "end", "雪".repeat(40), "x", "y", "z"));

        for (int columns = 0; columns < 120; columns++) {
            List<String> lines = Block.lines(figures(status), columns);
            assertEquals(Block.HEIGHT, lines.size());
            for (String line : lines) {
                int wide = (int) line.codePoints().filter(c -> c == '雪').count();
                assertTrue(
                        line.codePointCount(0, line.length()) + wide <= Math.max(columns - 1, 3),
                        columns + " columns: " + line);
            }
        }
    }

    @Test
    void of_a_long_name_the_end_is_shown() {
        var status = new TransferStatus(Phase.COPYING, 1, 2, 3, 4, true, List.of("a/very/long/way/to/name.txt"));

        assertEquals("  \u2026o/name.txt", Block.lines(figures(status), 14).get(2));
        assertEquals(
                "  .../name.txt", Block.lines(new Figures(status, 1, false), 15).get(2));
    }

    @Test
    void a_name_cannot_move_the_cursor() {
        var status = new TransferStatus(Phase.COPYING, 1, 2, 3, 4, true, List.of("a\u001b[2Jb\nc"));

        assertEquals("  a\\x1b[2Jb\\x0ac", Block.lines(figures(status), 80).get(2));
    }

    @Test
    void the_hundredth_percent_is_shown_at_the_end_only() {
        var almost = new TransferStatus(Phase.COPYING, 1, 2, 999_999, 1_000_000, true, List.of());
        var all = new TransferStatus(Phase.FINISHING, 2, 2, 1_000_000, 1_000_000, true, List.of());

        assertEquals(OptionalInt.of(99), figures(almost).percent());
        assertEquals(OptionalInt.of(100), figures(all).percent());
    }

    @Test
    void what_has_no_content_is_measured_by_entries() {
        var links = new TransferStatus(Phase.COPYING, 1, 4, 0, 0, true, List.of());
        var nothing = new TransferStatus(Phase.ENDED, 0, 0, 0, 0, true, List.of());

        assertEquals(OptionalInt.of(25), figures(links).percent());
        assertEquals(OptionalInt.of(100), figures(nothing).percent());
    }

    @Test
    void a_stalled_transfer_promises_no_end() {
        var status = new TransferStatus(Phase.COPYING, 1, 4, 10, 20, true, List.of());

        assertEquals("", new Figures(status, 0, true).remaining());
    }
}
