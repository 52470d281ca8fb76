package org.sluice.shell.text;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.function.IntSupplier;

/**
 * Where a verb runs.
 *
 * @param out for what was asked for; flushed at the end of the verb
 * @param err for everything else
 * @param terminal whether {@code err} is a terminal that can move its cursor, and people watch
 * @param columns of that terminal, now
 * @param directory what relative paths are relative to
 */
public record Console(PrintStream out, PrintStream err, boolean terminal, IntSupplier columns, Path directory) {

    /** A line of what was asked for. Text of others goes through {@link Plain} first. */
    public void say(String line) {
        out.println(line);
    }

    /** A line about it. Text of others goes through {@link Plain} first. */
    public void note(String line) {
        err.println(line);
    }

    /** Whether {@code err} can show what is beyond ASCII. */
    public boolean unicode() {
        return err.charset().newEncoder().canEncode('\u2265');
    }
}
