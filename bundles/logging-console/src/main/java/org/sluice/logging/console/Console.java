package org.sluice.logging.console;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;

/** Warnings to standard error, of Sluice what {@code SLUICE_LOG} says; unless a file says otherwise. */
public final class Console extends ContextAwareBase implements Configurator {

    private static final String FILE = "logback.configurationFile";

    /** A system property, or else a variable. */
    private static final String LEVEL = "SLUICE_LOG";

    /** Found by logback. */
    public Console() {}

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty(FILE) != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        StandardError out = new StandardError();
        out.setContext(context);
        out.setName("stderr");
        out.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(out);
        context.getLogger("org.sluice").setLevel(level(System.getProperty(LEVEL, System.getenv(LEVEL))));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    static Level level(String name) {
        return Level.toLevel(name, Level.WARN);
    }
}
