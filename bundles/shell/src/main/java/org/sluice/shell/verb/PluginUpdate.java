package org.sluice.shell.verb;

import java.nio.file.Path;
import org.sluice.plugin.Change;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "plugin update",
        description = "Puts a jar in the place of the plugin of its name, here and in deploy/.")
final class PluginUpdate extends PluginChange {

    @Parameters(paramLabel = "JAR", description = "A bundle of the name of a plugin that is there.")
    private String jar = "";

    PluginUpdate() {
        super("plugin update");
    }

    @Override
    Change change(Path directory) {
        return new Change.Update(directory.resolve(jar));
    }
}
