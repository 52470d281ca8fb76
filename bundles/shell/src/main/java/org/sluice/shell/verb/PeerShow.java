package org.sluice.shell.verb;

import java.util.Map;
import org.sluice.shell.text.Console;
import org.sluice.shell.text.Json;
import org.sluice.shell.text.Plain;
import org.sluice.transfer.Peers.KnownPeer;
import org.sluice.transfer.TransferException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "peer show", description = "Shows our own name and fingerprint, which others trust us by.")
final class PeerShow implements Verb {

    @Mixin
    private Common common = new Common();

    @Override
    public Common common() {
        return common;
    }

    @Override
    public int run(Console console, Services services) throws TransferException {
        KnownPeer self = services.peers().self();
        if (common.json()) {
            Map<String, Object> report = Report.object("peer show", ExitCode.DONE);
            report.put("name", self.name());
            report.put("fingerprint", self.fingerprint());
            console.say(Json.write(report));
        } else {
            console.say("name         " + Plain.of(self.name()));
            console.say("fingerprint  " + self.fingerprint());
        }
        return ExitCode.DONE;
    }
}
