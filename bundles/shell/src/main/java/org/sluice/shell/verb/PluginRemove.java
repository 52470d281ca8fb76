package org.sluice.shell.verb;

import org.sluice.plugin.Change;
import org.sluice.shell.text.Console;
import org.sluice.transfer.TransferException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "plugin remove", description = "Stops a plugin, and takes its jar out of deploy/.")
final class PluginRemove implements Verb {

    @Mixin
    private Common common = new Common();

    @Mixin
    private PluginChange change = new PluginChange();

    @Parameters(paramLabel = "NAME", description = "As sluice plugin list shows it.")
    private String name = "";

    @Override
    public Common common() {
        return common;
    }

    @Override
    public int run(Console console, Services services) throws TransferException, InterruptedException {
        return change.run("plugin remove", new Change.Remove(name), common, console, services);
    }
}
