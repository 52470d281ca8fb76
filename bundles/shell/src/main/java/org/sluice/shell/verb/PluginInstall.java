package org.sluice.shell.verb;

import java.nio.file.Path;
import org.sluice.plugin.Change;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "plugin install",
        description = "Starts a plugin, and puts it into deploy/, where every Sluice of this distribution takes it up.")
final class PluginInstall extends PluginChange {

    @Parameters(paramLabel = "JAR", description = "A bundle.")
    private String jar = "";

    PluginInstall() {
        super("plugin install");
    }

    @Override
    Change change(Path directory) {
        return new Change.Install(directory.resolve(jar));
    }
}
