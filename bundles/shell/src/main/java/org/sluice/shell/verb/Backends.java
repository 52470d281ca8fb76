package org.sluice.shell.verb;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.sluice.shell.text.Console;
import org.sluice.shell.text.Json;
import org.sluice.shell.text.Plain;
import org.sluice.shell.text.Table;
import org.sluice.shell.text.Units;
import org.sluice.transfer.Inventory.Measured;
import org.sluice.transfer.Inventory.ProviderReport;
import org.sluice.transfer.Inventory.Rate;
import org.sluice.transfer.TransferException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "backends",
        description =
                "Shows the I/O backends: which is chosen, and why not the others; and what it does by which means, as measured.")
final class Backends implements Verb {

    @Mixin
    private Common common = new Common();

    @Override
    public Common common() {
        return common;
    }

    @Override
    public int run(Console console, Services services) throws TransferException {
        List<ProviderReport> reports = Providers.of("backend", services);
        List<Measured> measured = services.inventory().measured();
        if (common.json()) {
            Map<String, Object> report = Providers.json("backends", reports);
            report.put("choices", measured.stream().map(Backends::json).toList());
            console.say(Json.write(report));
            return ExitCode.DONE;
        }
        Providers.table(reports).lines().forEach(console::say);
        if (!measured.isEmpty()) {
            console.say("");
            table(measured).lines().forEach(console::say);
        }
        return ExitCode.DONE;
    }

    private static Table table(List<Measured> measured) {
        Table table = new Table("WORK", "FILE SYSTEM", "BY", "MEASURED");
        for (Measured each : measured) {
            String rates = each.rates().stream().map(Backends::rate).collect(Collectors.joining(", "));
            table.row(
                    each.work(),
                    Plain.of(each.fileSystem()),
                    each.chosen().isEmpty() ? "-" : each.chosen(),
                    rates.isEmpty() ? "-" : rates);
        }
        return table;
    }

    private static String rate(Rate rate) {
        boolean bytes = rate.unit().equals("bytes");
        String number = bytes ? Units.rate(rate.perSecond()) : Units.count(Math.round(rate.perSecond()));
        return rate.way() + " " + number + (bytes ? "" : " " + rate.unit() + "/s");
    }

    private static Map<String, Object> json(Measured measured) {
        Map<String, Object> object = Json.object();
        object.put("provider", measured.provider());
        object.put("work", measured.work());
        object.put("fileSystem", measured.fileSystem());
        object.put("chosen", measured.chosen());
        object.put("rates", measured.rates().stream().map(Backends::json).toList());
        return object;
    }

    private static Map<String, Object> json(Rate rate) {
        Map<String, Object> object = Json.object();
        object.put("way", rate.way());
        object.put("perSecond", Math.round(rate.perSecond()));
        object.put("unit", rate.unit());
        return object;
    }
}
