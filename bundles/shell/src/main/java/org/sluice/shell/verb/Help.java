package org.sluice.shell.verb;

import java.util.List;
import java.util.Map;
import org.sluice.shell.text.Console;
import org.sluice.shell.text.Json;
import org.sluice.shell.text.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "help", description = "Lists the verbs, or shows how one of them is used.")
final class Help implements Verb {

    @Mixin
    private Common common = new Common();

    @Parameters(arity = "0..2", paramLabel = "VERB", description = "The verb to explain.")
    private List<String> words = List.of();

    @Override
    public Common common() {
        return common;
    }

    @Override
    public int run(Console console, Services services) {
        if (words.isEmpty()) {
            list(console);
            return ExitCode.DONE;
        }
        Verbs.Known known = Verbs.find(words)
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no verb \"" + String.join(" ", words) + "\"" + Verbs.similar(words.getFirst())));
        console.out()
                .print(Interpreter.commandLine(known.name(), known.make().get()).getUsageMessage(Ansi.OFF));
        return ExitCode.DONE;
    }

    private void list(Console console) {
        if (common.json()) {
            Map<String, Object> verbs = Json.object();
            Verbs.all().forEach(known -> verbs.put(known.name(), known.purpose()));
            Map<String, Object> report = Report.object("help", ExitCode.DONE);
            report.put("verbs", verbs);
            console.say(Json.write(report));
            return;
        }
        console.say("Usage: sluice VERB [ARGUMENT...]; without a verb, an interactive shell.");
        console.say("");
        Table table = new Table("  VERB", "");
        Verbs.all().forEach(known -> table.row("  " + known.name(), known.purpose()));
        table.lines().forEach(console::say);
        console.say("");
        console.say("\"sluice VERB --help\" shows a verb's options; \"sluice try\" is a good beginning.");
    }
}
