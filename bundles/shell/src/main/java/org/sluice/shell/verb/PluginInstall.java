package org.sluice.shell.verb;

import org.sluice.plugin.Change;
import org.sluice.shell.text.Console;
import org.sluice.transfer.TransferException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "plugin install",
        description = "Starts a plugin, and puts it into deploy/, where every Sluice of this distribution takes it up.")
final class PluginInstall implements Verb {

    @Mixin
    private Common common = new Common();

    @Mixin
    private PluginChange change = new PluginChange();

    @Parameters(paramLabel = "JAR", description = "A bundle.")
    private String jar = "";

    @Override
    public Common common() {
        return common;
    }

    @Override
    public int run(Console console, Services services) throws TransferException, InterruptedException {
        return change.run(
                "plugin install", new Change.Install(console.directory().resolve(jar)), common, console, services);
    }
}
