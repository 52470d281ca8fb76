package org.sluice.shell.verb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sluice.shell.text.Console;
import org.sluice.shell.text.Json;
import org.sluice.shell.text.Plain;
import org.sluice.transfer.TransferException;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs what was typed: finds the verb, reads its arguments, and says once what went wrong. */
public final class Interpreter {

    /** The exit code of what ended in a way nobody foresaw. */
    public static final int BROKEN = ExitCode.PROTOCOL;

    private static final int WIDTH = 100;

    private final Console console;
    private final Services services;

    public Interpreter(Console console, Services services) {
        this.console = console;
        this.services = services;
    }

    /**
     * Runs a command line.
     *
     * @param words the verb, of one or two words, and its arguments
     * @return the exit code
     */
    public int run(List<String> words) {
        int exit = Verbs.find(words)
                .map(found -> run(found, words.subList(found.length(), words.size())))
                .orElseGet(() -> unknown(words));
        // Flushes, too.
        if (console.out().checkError() && exit == ExitCode.DONE) {
            console.note("sluice: standard output cannot be written");
            exit = ExitCode.FILE_IO;
        }
        console.err().flush();
        return exit;
    }

    private int run(Verbs.Known known, List<String> arguments) {
        Verb verb = known.make().get();
        CommandLine line = commandLine(known.name(), verb);
        try {
            line.parseArgs(arguments.toArray(String[]::new));
            if (line.isUsageHelpRequested()) {
                console.out().print(line.getUsageMessage(Ansi.OFF));
                return ExitCode.DONE;
            }
            return verb.run(console, services);
        } catch (ParameterException e) {
            return failed(known, verb, TransferException.Reason.USAGE, hint(e, known), e);
        } catch (IllegalArgumentException e) {
            return failed(known, verb, TransferException.Reason.USAGE, said(e), e);
        } catch (TransferException e) {
            return failed(known, verb, e.reason(), said(e), e);
        } catch (IOException e) {
            return failed(known, verb, TransferException.Reason.FILE_IO, e.toString(), e);
        } catch (UncheckedIOException e) {
            return failed(known, verb, TransferException.Reason.FILE_IO, said(e), e);
        } catch (InterruptedException e) {
            return failed(known, verb, TransferException.Reason.CANCELLED, "cancelled", e);
        } catch (RuntimeException e) {
            console.note("sluice: " + known.name() + ": this is a defect of Sluice:");
            e.printStackTrace(console.err());
            return BROKEN;
        }
    }

    static CommandLine commandLine(String name, Verb verb) {
        return new CommandLine(verb)
                .setCommandName("sluice " + name)
                // A file may be called "@x", and an argument is what it is.
                .setExpandAtFiles(false)
                .setUsageHelpWidth(WIDTH);
    }

    private int unknown(List<String> words) {
        String typed = words.isEmpty() ? "" : words.getFirst();
        List<String> group = Verbs.group(typed);
        String message;
        if (!group.isEmpty()) {
            message = "\"" + typed + "\" is followed by one of: " + String.join(", ", group);
        } else if (typed.startsWith("-")) {
            message = "the verb comes first, before \"" + Plain.of(typed) + "\"";
        } else {
            message = "there is no verb \"" + Plain.of(typed) + "\"" + Verbs.similar(typed);
        }
        console.note("sluice: " + message + ". \"sluice help\" lists the verbs.");
        return ExitCode.USAGE;
    }

    private int failed(Verbs.Known known, Verb verb, TransferException.Reason reason, String message, Exception cause) {
        int exit = ExitCode.of(reason);
        String plain = Plain.of(message);
        if (verb.common().json()) {
            Map<String, Object> error = Json.object();
            error.put("reason", reason);
            error.put("message", message);
            Map<String, Object> report = Report.object(known.name(), exit);
            report.put("error", error);
            console.say(Json.write(report));
        } else {
            console.note("sluice: " + known.name() + ": " + plain);
        }
        if (verb.common().traces()) {
            cause.printStackTrace(console.err());
        }
        return exit;
    }

    private static String said(Exception e) {
        return Optional.ofNullable(e.getMessage()).orElseGet(e::toString);
    }

    private static String hint(ParameterException e, Verbs.Known known) {
        String similar = e instanceof UnmatchedArgumentException unmatched
                        && !unmatched.getSuggestions().isEmpty()
                ? " (did you mean " + unmatched.getSuggestions().getFirst() + "?)"
                : "";
        String message = said(e);
        return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1) + similar + ". \"sluice "
                + known.name() + " --help\" shows what there is.";
    }
}
