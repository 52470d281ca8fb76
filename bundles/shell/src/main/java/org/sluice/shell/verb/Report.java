package org.sluice.shell.verb;

import java.util.Map;
import org.sluice.shell.text.Json;

/** The one JSON object a verb ends with. */
final class Report {

    /** Goes up when a member changes its sense or goes; new members do not change it. */
    static final int VERSION = 1;

    private Report() {}

    /** What all of them begin with. */
    static Map<String, Object> object(String verb, int exit) {
        Map<String, Object> report = Json.object();
        report.put("version", VERSION);
        report.put("verb", verb);
        report.put("exit", exit);
        return report;
    }
}
