package org.sluice.shell.verb;

import java.util.List;
import java.util.Map;
import org.sluice.shell.text.Console;
import org.sluice.shell.text.Json;
import org.sluice.shell.text.Plain;
import org.sluice.shell.text.Table;
import org.sluice.transfer.Peers.KnownPeer;
import org.sluice.transfer.TransferException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "peer list", description = "Lists the peers we trust.")
final class PeerList implements Verb {

    @Mixin
    private Common common = new Common();

    @Override
    public Common common() {
        return common;
    }

    @Override
    public int run(Console console, Services services) throws TransferException {
        List<KnownPeer> peers = services.peers().trusted();
        if (common.json()) {
            Map<String, Object> report = Report.object("peer list", ExitCode.DONE);
            report.put("peers", peers.stream().map(PeerList::json).toList());
            console.say(Json.write(report));
        } else if (peers.isEmpty()) {
            console.note("no peer is trusted yet: \"sluice peer trust FINGERPRINT\"");
        } else {
            Table table = new Table("NAME", "FINGERPRINT");
            peers.forEach(peer ->
                    table.row(Plain.of(peer.name()), peer.fingerprint() + (peer.clear() ? " contents in clear" : "")));
            table.lines().forEach(console::say);
        }
        return ExitCode.DONE;
    }

    static Map<String, Object> json(KnownPeer peer) {
        Map<String, Object> object = Json.object();
        object.put("name", peer.name());
        object.put("fingerprint", peer.fingerprint());
        if (peer.clear()) {
            object.put("clear", true);
        }
        return object;
    }
}
