package org.sluice.shell.verb;

import java.nio.file.Path;
import org.sluice.plugin.Change;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "plugin remove", description = "Stops a plugin, and takes its jar out of deploy/.")
final class PluginRemove extends PluginChange {

    @Parameters(paramLabel = "NAME", description = "As sluice plugin list shows it.")
    private String name = "";

    PluginRemove() {
        super("plugin remove");
    }

    @Override
    Change change(Path directory) {
        return new Change.Remove(name);
    }
}
