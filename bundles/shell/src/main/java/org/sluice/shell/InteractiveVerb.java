package org.sluice.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import org.sluice.shell.text.Console;
import org.sluice.shell.verb.Interpreter;
import org.sluice.shell.verb.Services;

/** A verb as a command of Gogo, which gives it its arguments as they were typed. */
final class InteractiveVerb implements Function {

    private final List<String> words;
    private final Services services;

    InteractiveVerb(List<String> words, Services services) {
        this.words = words;
        this.services = services;
    }

    /** Leaves the exit code in the session's variable {@code code}: what is returned would be printed. */
    @Override
    public @Nullable Object execute(CommandSession session, List<Object> arguments) {
        List<String> line = new ArrayList<>(words);
        arguments.forEach(argument -> line.add(String.valueOf(argument)));
        session.put("code", new Interpreter(console(session), services).run(line));
        return null;
    }

    /** Gogo hands each command its streams, which may be a pipe, as those of the system. */
    private static Console console(CommandSession session) {
        boolean terminal = session.get(".terminal") instanceof Terminal screen
                && !screen.getType().startsWith(Terminal.TYPE_DUMB)
                && SystemConsole.mayDraw();
        IntSupplier columns = () -> session.get(".terminal") instanceof Terminal screen ? screen.getWidth() : 0;
        return new Console(System.out, System.err, terminal, columns, session.currentDir());
    }
}
