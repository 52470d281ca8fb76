package org.sluice.shell.verb;

import picocli.CommandLine.Option;

/** Options of every verb. */
public final class Common {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Option(names = "--json", description = "Write one JSON object on standard output, events on standard error.")
    private boolean json;

    @Option(
            names = {"-v", "--verbose"},
            description = "Say more: what is chosen and why; twice, also where an error comes from.")
    private boolean[] verbose = {};

    boolean json() {
        return json;
    }

    boolean traces() {
        return verbose.length > 1;
    }
}
