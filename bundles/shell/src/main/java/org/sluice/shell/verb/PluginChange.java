package org.sluice.shell.verb;

import java.nio.file.Path;
import java.util.Map;
import org.sluice.plugin.Change;
import org.sluice.plugin.Plan;
import org.sluice.plugin.PluginException;
import org.sluice.plugin.Plugins;
import org.sluice.shell.text.Console;
import org.sluice.shell.text.Json;
import org.sluice.shell.text.Plain;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A verb that changes which plugins there are, or one of them: by a plan, which is shown, or carried out. */
abstract sealed class PluginChange implements Verb permits PluginInstall, PluginUpdate, PluginRemove {

    private final String verb;

    @Mixin
    private Common common = new Common();

    @Option(
            names = {"-n", "--dry-run"},
            description = "Change nothing; say what would be restarted.")
    private boolean dryRun;

    PluginChange(String verb) {
        this.verb = verb;
    }

    /** What is asked for, where this directory is the current one. */
    abstract Change change(Path directory);

    @Override
    public final Common common() {
        return common;
    }

    @Override
    public final int run(Console console, Services services) throws TransferException, InterruptedException {
        Plugins plugins = services.plugins();
        Change change = change(console.directory());
        Plan plan;
        try {
            plan = dryRun ? plugins.plan(change) : plugins.apply(change);
        } catch (PluginException e) {
            throw new TransferException(reason(e.reason()), e.getMessage(), e);
        }
        int exit = plan.refusal().isPresent() ? ExitCode.REFUSED : ExitCode.DONE;
        if (common.json()) {
            console.say(Json.write(json(exit, plan)));
        } else {
            show(plan, console);
        }
        return exit;
    }

    private static Reason reason(PluginException.Reason reason) {
        return switch (reason) {
            case USAGE -> Reason.USAGE;
            case REFUSED -> Reason.REFUSED;
            case UNFIT -> Reason.INCOMPATIBLE;
            case FILE_IO -> Reason.FILE_IO;
        };
    }

    private void show(Plan plan, Console console) {
        console.say((dryRun ? "would be: " : "") + Plain.of(becomes(plan)));
        if (!plan.restarted().isEmpty()) {
            console.say(
                    (dryRun ? "would be restarted: " : "restarted: ") + Plain.of(String.join(", ", plan.restarted())));
        } else if (dryRun) {
            console.say("nothing else would be restarted");
        }
        plan.refusal().ifPresent(why -> console.note("would be refused: " + Plain.of(why)));
    }

    private static String becomes(Plan plan) {
        String before =
                plan.name() + plan.before().map(version -> " " + version).orElse("");
        String becomes = plan.before().isEmpty() ? " " : " becomes ";
        return before + plan.after().map(version -> becomes + version).orElse(" goes");
    }

    private Map<String, Object> json(int exit, Plan plan) {
        Map<String, Object> report = Report.object(verb, exit);
        report.put("dryRun", dryRun);
        report.put("name", plan.name());
        plan.before().ifPresent(version -> report.put("before", version));
        plan.after().ifPresent(version -> report.put("after", version));
        plan.jar().ifPresent(jar -> report.putAll(PluginList.json(jar)));
        report.put("restarted", plan.restarted());
        plan.refusal().ifPresent(why -> report.put("refusal", why));
        return report;
    }
}
