package org.sluice.shell.verb;

import java.util.Map;
import org.sluice.shell.text.Console;
import org.sluice.shell.text.Json;
import org.sluice.shell.text.Plain;
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

    boolean verbose() {
        return verbose.length > 0;
    }

    boolean traces() {
        return verbose.length > 1;
    }

    /** A warning on standard error, as an event where that holds events. */
    void warn(String warning, Console console) {
        console.note(warning(warning));
    }

    /** The line of a warning. */
    String warning(String warning) {
        if (!json) {
            return "sluice: warning: " + Plain.of(warning);
        }
        Map<String, Object> event = Json.object();
        event.put("event", "warning");
        event.put("message", warning);
        return Json.write(event);
    }
}
