package org.sluice.shell.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluice.shell.text.Console;
import org.sluice.transfer.Phase;
import org.sluice.transfer.TransferStatus;

class ViewTest {

    private static final TransferStatus STATUS =
            new TransferStatus(Phase.COPYING, 5, 10, 500, 1000, true, List.of("a\"b"));

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(written, true, StandardCharsets.UTF_8);
    private final Console console = new Console(err, err, true, () -> 80, Path.of(""));

    private String shown() {
        return written.toString(StandardCharsets.UTF_8);
    }

    @Test
    void the_block_is_drawn_over_itself_and_leaves_nothing() {
        TerminalView view = new TerminalView(console);

        view.show(STATUS, 100);
        String first = shown();
        written.reset();
        view.show(STATUS, 100);
        String second = shown();
        written.reset();
        view.end();

        assertEquals(Block.HEIGHT, first.chars().filter(c -> c == '\n').count());
        assertEquals("\u001b[5A" + first, second);
        assertEquals("\u001b[5A\r\u001b[J", shown());
    }

    @Test
    void a_block_that_was_never_drawn_is_not_removed() {
        new TerminalView(console).end();

        assertEquals("", shown());
    }

    @Test
    void a_line_that_stays_is_said_above_the_block() {
        TerminalView view = new TerminalView(console);
        view.show(STATUS, 100);
        String block = shown();
        written.reset();

        view.note("stuck");
        view.show(STATUS, 100);

        assertEquals("\u001b[5A\r\u001b[Jstuck\n" + block, shown());
    }

    @Test
    void a_log_gets_a_line() {
        new LineView(console).show(STATUS, 100);

        assertEquals("copying: 50%, 500 B of 1.00 kB, 5 of 10 entries, 100 B/s, ETA 0:05", shown().strip());
    }

    @Test
    void a_script_gets_an_event() {
        new EventView(console).show(STATUS, 100.7);

        assertEquals(
                "{\"event\":\"progress\",\"phase\":\"copying\",\"entriesDone\":5,\"entriesTotal\":10,\"bytesDone\":500,"
                        + "\"bytesTotal\":1000,\"totalsFinal\":true,\"bytesPerSecond\":100,\"current\":[\"a\\\"b\"]}",
                shown().strip());
    }

    @Test
    void a_short_transfer_shows_nothing() {
        Watch.forPeople(() -> STATUS, console).close();

        assertTrue(shown().isEmpty(), shown());
    }
}
