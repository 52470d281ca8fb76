package org.sluice.shell;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import org.sluice.shell.text.Console;

/** The console of a process that runs one verb. {@code bin/sluice} says by a property which descriptors are terminals. */
final class SystemConsole {

    private static final int BUFFER = 1 << 16;

    private SystemConsole() {}

    static Console create() {
        boolean terminal = System.getProperty("sluice.terminal", "").contains("2") && mayDraw();
        return new Console(standardOutput(), System.err, terminal, new TerminalWidth(), Path.of(""));
    }

    /** A listing of a million lines is not a million writes. */
    private static PrintStream standardOutput() {
        Charset charset = System.out.charset();
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER), false, charset);
    }

    static boolean mayDraw() {
        return System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM"));
    }
}
