package org.sluice.launcher;

import java.util.Map;

/** How much is logged on standard error: what {@code SLUICE_LOG} says; else warnings, and more with {@code -v}. */
final class LogLevel {

    /** The variable, and the property that logging is configured by. */
    static final String NAME = "SLUICE_LOG";

    private LogLevel() {}

    static String of(Map<String, String> environment, String[] arguments) {
        String given = environment.getOrDefault(NAME, "");
        return given.isEmpty() ? verbose(arguments) ? "INFO" : "WARN" : given;
    }

    /** The first lines are logged before a verb looks at its arguments. */
    private static boolean verbose(String[] arguments) {
        for (String argument : arguments) {
            if (argument.equals("--")) {
                return false;
            }
            if (argument.equals("--verbose") || argument.matches("-[a-zA-Z]*v[a-zA-Z]*")) {
                return true;
            }
        }
        return false;
    }
}
