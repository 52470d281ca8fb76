package org.sluice.shell.verb;

import java.io.IOException;
import org.sluice.shell.text.Console;
import org.sluice.transfer.TransferException;

/**
 * One verb with its arguments, which picocli fills in.
 *
 * <p>An interrupt is how it is told to end before its time.
 */
public interface Verb {

    /** What every verb can be asked for. */
    Common common();

    /**
     * Does it.
     *
     * @return the exit code
     */
    int run(Console console, Services services) throws TransferException, IOException, InterruptedException;
}
