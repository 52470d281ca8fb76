package org.sluice.shell;

import java.io.IOException;
import java.util.function.IntSupplier;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/** Columns of the process's terminal as they are now; jline is asked only once somebody draws. */
final class TerminalWidth implements IntSupplier {

    private static final int UNKNOWN = 80;

    private @Nullable Terminal terminal;

    @Override
    public synchronized int getAsInt() {
        try {
            if (terminal == null) {
                terminal = TerminalBuilder.builder()
                        .system(true)
                        .dumb(true)
                        .nativeSignals(false)
                        .build();
            }
            int width = terminal.getWidth();
            return width > 0 ? width : UNKNOWN;
        } catch (IOException e) {
            return UNKNOWN;
        }
    }
}
