package org.sluice.logging.console;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A line for each event: time, level, the last part of the logger's name and the message, nothing of which can steer a terminal. */
final class StandardError extends AppenderBase<ILoggingEvent> {

    /** Made when there is something to say, which is seldom. */
    private static final class Time {
        private static final DateTimeFormatter OF_DAY = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);
    }

    @Override
    protected void append(ILoggingEvent event) {
        System.err.print(text(event, ZoneId.systemDefault()));
    }

    static String text(ILoggingEvent event, ZoneId zone) {
        String name = event.getLoggerName();
        String time =
                Time.OF_DAY.format(Instant.ofEpochMilli(event.getTimeStamp()).atZone(zone));
        String level = event.getLevel().toString();
        StringBuilder text = new StringBuilder(time)
                .append(' ')
                .append(level)
                .repeat(' ', Math.max(1, 6 - level.length()))
                .append(name.substring(name.lastIndexOf('.') + 1))
                .append(' ');
        String message = event.getFormattedMessage();
        (message == null ? "" : message)
                .codePoints()
                .map(StandardError::harmless)
                .forEach(text::appendCodePoint);
        text.append(System.lineSeparator());
        IThrowableProxy thrown = event.getThrowableProxy();
        return thrown == null
                ? text.toString()
                : text.append(ThrowableProxyUtil.asString(thrown)).toString();
    }

    private static int harmless(int character) {
        return Character.isISOControl(character) || Character.getType(character) == Character.FORMAT ? '?' : character;
    }
}
