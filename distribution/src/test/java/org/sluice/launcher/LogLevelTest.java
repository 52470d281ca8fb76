package org.sluice.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LogLevelTest {

    private static String level(String... arguments) {
        return LogLevel.of(Map.of(), arguments);
    }

    @Test
    void warnings_are_logged_unless_more_is_asked_for() {
        assertEquals("WARN", level("push", "a", "host:/in"));
        assertEquals("INFO", level("push", "-v", "a", "host:/in"));
        assertEquals("INFO", level("push", "-aPv", "a", "host:/in"));
        assertEquals("INFO", level("push", "--verbose", "a", "host:/in"));
    }

    @Test
    void a_file_called_like_the_option_is_none() {
        assertEquals("WARN", level("push", "--", "-v", "host:/in"));
        assertEquals("WARN", level("push", "dir/-v", "host:/in"));
    }

    @Test
    void the_environment_decides_when_it_speaks() {
        assertEquals("ERROR", LogLevel.of(Map.of("SLUICE_LOG", "ERROR"), new String[] {"push", "-v"}));
        assertEquals("WARN", LogLevel.of(Map.of("SLUICE_LOG", ""), new String[] {"push"}));
    }
}
