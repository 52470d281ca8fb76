package org.sluice.shell.progress;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import org.sluice.shell.text.Console;
import org.sluice.transfer.TransferStatus;

/** A block that is drawn over itself. */
final class TerminalView implements View {

    private static final String TO_LINE_END = "\u001b[K";
    private static final String TO_SCREEN_END = "\u001b[J";
    private static final String UP = "\u001b[" + Block.HEIGHT + "A";

    private final Console console;
    private boolean drawn;

    TerminalView(Console console) {
        this.console = console;
    }

    @Override
    public Duration interval() {
        return Duration.ofMillis(200);
    }

    @Override
    public synchronized void show(TransferStatus status, double bytesPerSecond) {
        List<String> lines = Block.lines(
                new Figures(status, bytesPerSecond, console.unicode()),
                console.columns().getAsInt());
        StringBuilder screen = new StringBuilder(drawn ? UP : "");
        lines.forEach(
                line -> screen.append('\r').append(line).append(TO_LINE_END).append('\n'));
        write(screen.toString());
        drawn = true;
    }

    @Override
    public synchronized void note(String line) {
        end();
        console.note(line);
    }

    @Override
    public synchronized void end() {
        if (drawn) {
            write(UP + "\r" + TO_SCREEN_END);
            drawn = false;
        }
    }

    /** In one piece, so that no half of it is seen. */
    private void write(String screen) {
        PrintStream err = console.err();
        err.print(screen);
        err.flush();
    }
}
