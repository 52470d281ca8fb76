package org.sluice.shell.verb;

import org.sluice.plugin.Change;
import org.sluice.shell.text.Console;
import org.sluice.transfer.TransferException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "plugin update",
        description = "Puts a jar in the place of the plugin of its name, here and in deploy/.")
final class PluginUpdate implements Verb {

    @Mixin
    private Common common = new Common();

    @Mixin
    private PluginChange change = new PluginChange();

    @Parameters(paramLabel = "JAR", description = "A bundle of the name of a plugin that is there.")
    private String jar = "";

    @Override
    public Common common() {
        return common;
    }

    @Override
    public int run(Console console, Services services) throws TransferException, InterruptedException {
        return change.run(
                "plugin update", new Change.Update(console.directory().resolve(jar)), common, console, services);
    }
}
