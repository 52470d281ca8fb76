package org.sluice.logging.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class ConsoleTest {

    private final LoggerContext context = new LoggerContext();

    private String text(Level level, String message, Throwable thrown, Object... arguments) {
        Logger logger = context.getLogger("org.sluice.core.Dialler");
        LoggingEvent event = new LoggingEvent("", logger, level, message, thrown, arguments);
        event.setInstant(Instant.parse("2026-11-21T22:45:01.002Z"));
        return StandardError.text(event, ZoneOffset.UTC);
    }

    @Test
    void logback_finds_it() {
        Configurator found = ServiceLoader.load(Configurator.class).findFirst().orElseThrow();

        assertInstanceOf(Console.class, found);
    }

    @Test
    void of_sluice_and_of_others_warnings_are_logged() {
        assertEquals(ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY, new Console().configure(context));

        assertTrue(context.getLogger("org.sluice.core.Dialler").isWarnEnabled());
        assertFalse(context.getLogger("org.sluice.core.Dialler").isInfoEnabled());
        assertTrue(context.getLogger("io.netty").isWarnEnabled());
        assertFalse(context.getLogger("io.netty").isInfoEnabled());
    }

    @Test
    void a_file_has_the_say_where_there_is_one() {
        System.setProperty("logback.configurationFile", "/somewhere");
        try {
            assertEquals(ExecutionStatus.INVOKE_NEXT_IF_ANY, new Console().configure(context));
        } finally {
            System.clearProperty("logback.configurationFile");
        }
    }

    @Test
    void a_level_that_is_none_is_taken_for_warnings() {
        assertEquals(Level.DEBUG, Console.level("debug"));
        assertEquals(Level.WARN, Console.level("everything"));
    }

    @Test
    void a_line_says_when_how_grave_who_and_what() {
        assertEquals(
                "22:45:01.002 WARN  Dialler nobody at here" + System.lineSeparator(),
                text(Level.WARN, "nobody at {}", null, "here"));
        assertEquals("22:45:01.002 ERROR Dialler no" + System.lineSeparator(), text(Level.ERROR, "no", null));
    }

    @Test
    void what_steers_a_terminal_is_not_written() {
        assertEquals(
                "22:45:01.002 WARN  Dialler a?[2J?b? \u00e9?" + System.lineSeparator(),
                text(Level.WARN, "a\u001b[2J\nb\u0007 \u00e9\u202e", null));
    }

    @Test
    void what_was_thrown_follows() {
        String text = text(Level.WARN, "it fails", new IllegalStateException("why"));

        assertTrue(
                text.contains("Dialler it fails" + System.lineSeparator() + "java.lang.IllegalStateException: why"),
                text);
        assertTrue(text.contains("at org.sluice.logging.console.ConsoleTest"), text);
    }
}
