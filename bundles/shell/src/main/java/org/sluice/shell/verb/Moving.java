package org.sluice.shell.verb;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.sluice.shell.text.Console;
import org.sluice.shell.text.Json;
import org.sluice.transfer.LocalPath;
import org.sluice.transfer.Transfer;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferOptions;
import org.sluice.transfer.TransferResult;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What push, pull and copy have in common. */
final class Moving {

    @Mixin
    private Common common = new Common();

    @Option(
            names = {"-a", "--archive"},
            description = "Keep links, permissions, times, owner and group; this is done anyway.")
    private boolean archive;

    @Option(
            names = {"-P", "--progress"},
            description = "Show how far it is.")
    private boolean progress;

    @Option(
            names = "--trust",
            paramLabel = "FINGERPRINT",
            description = "Trust the peer of this fingerprint, this time only. May be repeated.")
    private Set<String> trusted = new LinkedHashSet<>();

    Common common() {
        return common;
    }

    TransferOptions options() {
        return TransferOptions.DEFAULTS.withTrusted(trusted);
    }

    static LocalPath local(String text, Console console) {
        LocalPath path = LocalPath.parse(text);
        return new LocalPath(console.directory().resolve(path.path()), path.contents());
    }

    static List<LocalPath> local(Collection<String> texts, Console console) {
        return texts.stream().map(text -> local(text, console)).toList();
    }

    /** A path that was meant as a location creates a strange directory otherwise, and silently. */
    void warnOfLocation(String text, Console console) {
        if (text.matches("[^/]{2,}:/.*")) {
            common.warn("\"" + text + "\" is taken as a local path; write ./" + text + " if that is meant", console);
        }
    }

    /** Waits for a transfer and tells of it. */
    int await(Transfer started, String verb, String done, Console console)
            throws TransferException, InterruptedException {
        TransferResult result = Waiting.result(started, common.json(), progress, console);
        int exit = ExitCode.of(result.counts());
        if (common.json()) {
            console.say(Json.write(Summary.json(verb, exit, result)));
        } else {
            Summary.problems(result).forEach(console::note);
            console.say(Summary.line(done, result));
        }
        return exit;
    }
}
