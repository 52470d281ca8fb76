package org.sluice.shell.verb;

import java.util.List;
import java.util.Map;
import org.sluice.shell.text.Console;
import org.sluice.shell.text.Json;
import org.sluice.shell.text.Plain;
import org.sluice.shell.text.Table;
import org.sluice.transfer.Share;
import org.sluice.transfer.TransferException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "share list", description = "Lists the directories we offer.")
final class ShareList implements Verb {

    @Mixin
    private Common common = new Common();

    @Override
    public Common common() {
        return common;
    }

    @Override
    public int run(Console console, Services services) throws TransferException {
        List<Share> shares = services.shares().list();
        if (common.json()) {
            Map<String, Object> report = Report.object("share list", ExitCode.DONE);
            report.put("shares", shares.stream().map(ShareList::json).toList());
            console.say(Json.write(report));
        } else if (shares.isEmpty()) {
            console.note("nothing is shared yet: \"sluice share add NAME DIR\"");
        } else {
            Table table = new Table("NAME", "ACCESS", "DIRECTORY");
            shares.forEach(share -> table.row(
                    share.name(), access(share), Plain.of(share.directory().toString())));
            table.lines().forEach(console::say);
        }
        return ExitCode.DONE;
    }

    private static String access(Share share) {
        return share.readOnly() ? "pull" : share.setId() ? "push, pull, set-id" : "push, pull";
    }

    static Map<String, Object> json(Share share) {
        Map<String, Object> object = Json.object();
        object.put("name", share.name());
        object.put("directory", share.directory().toString());
        object.put("readOnly", share.readOnly());
        object.put("setId", share.setId());
        return object;
    }
}
