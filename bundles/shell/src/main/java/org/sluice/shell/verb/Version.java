package org.sluice.shell.verb;

import java.util.Map;
import org.sluice.shell.text.Console;
import org.sluice.shell.text.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "version", description = "Shows the version of Sluice, of Java and of the system.")
final class Version implements Verb {

    @Mixin
    private Common common = new Common();

    @Override
    public Common common() {
        return common;
    }

    @Override
    public int run(Console console, Services services) {
        String java = Runtime.version().toString();
        String system = System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                + System.getProperty("os.arch");
        if (common.json()) {
            Map<String, Object> report = Report.object("version", ExitCode.DONE);
            report.put("sluice", services.version());
            report.put("java", java);
            report.put("system", system);
            console.say(Json.write(report));
        } else {
            console.say("sluice " + services.version() + " (Java " + java + ", " + system + ")");
        }
        return ExitCode.DONE;
    }
}
