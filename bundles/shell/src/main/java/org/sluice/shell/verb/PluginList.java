package org.sluice.shell.verb;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sluice.plugin.Jar;
import org.sluice.plugin.Plugin;
import org.sluice.shell.text.Console;
import org.sluice.shell.text.Json;
import org.sluice.shell.text.Plain;
import org.sluice.shell.text.Table;
import org.sluice.transfer.TransferException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "plugin list", description = "Lists what lies in deploy/: what runs, what does not, and why.")
final class PluginList implements Verb {

    @Mixin
    private Common common = new Common();

    @Override
    public Common common() {
        return common;
    }

    @Override
    public int run(Console console, Services services) throws TransferException {
        List<Plugin> plugins = services.plugins().list();
        if (common.json()) {
            Map<String, Object> report = Report.object("plugin list", ExitCode.DONE);
            report.put("plugins", plugins.stream().map(PluginList::json).toList());
            console.say(Json.write(report));
        } else if (plugins.isEmpty()) {
            console.note("there is no plugin: \"sluice plugin install JAR\"");
        } else {
            table(plugins).lines().forEach(console::say);
        }
        return ExitCode.DONE;
    }

    private static Table table(List<Plugin> plugins) {
        Table table = new Table("FILE", "NAME", "VERSION", "STATE", "TRUST", "SHA-256", "SIGNER", "WHY");
        for (Plugin plugin : plugins) {
            table.row(
                    Plain.of(plugin.file()),
                    orDash(plugin.name()),
                    orDash(plugin.version()),
                    word(plugin.state()),
                    plugin.jar().map(jar -> word(jar.trust())).orElse("-"),
                    plugin.jar().map(Jar::digest).orElse("-"),
                    plugin.jar().flatMap(Jar::signer).orElse("-"),
                    orDash(plugin.reason()));
        }
        return table;
    }

    private static String orDash(String text) {
        return text.isEmpty() ? "-" : Plain.of(text);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Map<String, Object> json(Plugin plugin) {
        Map<String, Object> object = Json.object();
        object.put("file", plugin.file());
        object.put("name", plugin.name());
        object.put("version", plugin.version());
        object.put("state", plugin.state());
        object.put("reason", plugin.reason());
        plugin.jar().ifPresent(jar -> object.putAll(json(jar)));
        return object;
    }

    static Map<String, Object> json(Jar jar) {
        Map<String, Object> object = Json.object();
        object.put("sha256", jar.digest());
        jar.signer().ifPresent(signer -> object.put("signer", signer));
        object.put("trust", jar.trust());
        return object;
    }
}
