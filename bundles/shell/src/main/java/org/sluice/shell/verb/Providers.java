package org.sluice.shell.verb;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sluice.shell.text.Console;
import org.sluice.shell.text.Json;
import org.sluice.shell.text.Plain;
import org.sluice.shell.text.Table;
import org.sluice.transfer.Inventory.ProviderReport;
import org.sluice.transfer.TransferException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "providers", description = "Shows all providers: what is chosen, and why not the others.")
final class Providers implements Verb {

    @Mixin
    private Common common = new Common();

    @Override
    public Common common() {
        return common;
    }

    @Override
    public int run(Console console, Services services) throws TransferException {
        show("providers", services.inventory().providers(), common, console);
        return ExitCode.DONE;
    }

    /** Those of one kind, for the verb that is named after it. */
    static void show(String verb, String kind, Common common, Console console, Services services)
            throws TransferException {
        show(verb, of(kind, services), common, console);
    }

    static List<ProviderReport> of(String kind, Services services) throws TransferException {
        return services.inventory().providers().stream()
                .filter(report -> report.kind().equals(kind))
                .toList();
    }

    private static void show(String verb, List<ProviderReport> reports, Common common, Console console) {
        if (common.json()) {
            console.say(Json.write(json(verb, reports)));
            return;
        }
        table(reports).lines().forEach(console::say);
    }

    static Map<String, Object> json(String verb, List<ProviderReport> reports) {
        Map<String, Object> report = Report.object(verb, ExitCode.DONE);
        report.put("providers", reports.stream().map(Providers::json).toList());
        return report;
    }

    static Table table(List<ProviderReport> reports) {
        Table table = new Table("KIND", "NAME", "STATE", "RANK", "BUNDLE", "FEATURES", "WHY");
        reports.forEach(report -> table.row(
                report.kind(),
                Plain.of(report.name()),
                report.state().name().toLowerCase(Locale.ROOT),
                Integer.toString(report.ranking()),
                Plain.of(report.bundle()),
                report.features().isEmpty() ? "-" : Plain.of(String.join(" ", report.features())),
                Plain.of(report.reason())));
        return table;
    }

    private static Map<String, Object> json(ProviderReport report) {
        Map<String, Object> object = Json.object();
        object.put("kind", report.kind());
        object.put("name", report.name());
        object.put("state", report.state());
        object.put("ranking", report.ranking());
        object.put("bundle", report.bundle());
        object.put("features", report.features());
        object.put("reason", report.reason());
        return object;
    }
}
