package org.sluice.shell.progress;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.sluice.shell.text.Console;
import org.sluice.transfer.TransferStatus;

/** A line now and then, for a log. */
final class LineView implements View {

    private final Console console;

    LineView(Console console) {
        this.console = console;
    }

    @Override
    public Duration interval() {
        return Duration.ofSeconds(5);
    }

    @Override
    public void show(TransferStatus status, double bytesPerSecond) {
        console.note(line(new Figures(status, bytesPerSecond, console.unicode())));
    }

    static String line(Figures figures) {
        List<String> parts = new ArrayList<>();
        figures.percent().ifPresent(percent -> parts.add(percent + "%"));
        parts.add(figures.bytes());
        parts.add(figures.entries());
        parts.add(figures.rate());
        if (!figures.remaining().isEmpty()) {
            parts.add(figures.remaining());
        }
        return figures.phase() + ": " + String.join(", ", parts);
    }

    @Override
    public void note(String line) {
        console.note(line);
    }

    @Override
    public void end() {}
}
