package org.sluice.shell.verb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.sluice.shell.text.Console;
import org.sluice.shell.text.Json;
import org.sluice.shell.text.Plain;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "plugin check",
        description = "Runs the contract of everything that a plugin provides, in a process of its own.",
        footer = {
            "",
            "The plugin is started among this distribution's bundles, every sentence of its services' contracts is tried,",
            "a transport is stopped in full use, and what is left when the plugin has gone is looked for. The exit code is",
            "0 when everything held, 23 when something did not; each sentence that did not is named, with the reason."
        })
final class PluginCheck implements Verb {

    @Mixin
    private Common common = new Common();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "End the process after so long, as that of a plugin that hangs (default: ${DEFAULT-VALUE}).")
    private long seconds = 900;

    @Parameters(paramLabel = "JAR", description = "A bundle.")
    private String jar = "";

    @Override
    public Common common() {
        return common;
    }

    @Override
    public int run(Console console, Services services) throws TransferException, IOException, InterruptedException {
        Path plugin = console.directory().resolve(jar).toAbsolutePath();
        if (!Files.isRegularFile(plugin)) {
            throw new TransferException(Reason.SELECTION, plugin + " is no file");
        }
        Verdicts verdicts = new Verdicts();
        if (!common.json()) {
            verdicts.onService(service -> console.note("checking " + Plain.of(service) + " ..."));
        }
        try (CheckProcess process = CheckProcess.start(services.distribution(), plugin)) {
            process.run(verdicts, Duration.ofSeconds(seconds));
        }
        int exit = verdicts.held() ? ExitCode.DONE : ExitCode.SOME_FAILED;
        if (common.json()) {
            console.say(Json.write(verdicts.json(plugin, exit)));
        } else {
            verdicts.lines(common.verbose()).forEach(console::say);
        }
        return exit;
    }
}
