package org.sluice.shell.verb;

import java.util.Map;
import java.util.Optional;
import org.sluice.shell.text.Console;
import org.sluice.shell.text.Json;
import org.sluice.shell.text.Plain;
import org.sluice.transfer.Peers.KnownPeer;
import org.sluice.transfer.TransferException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "peer trust", description = "Trusts a peer, for pushes, pulls and serving.")
final class PeerTrust implements Verb {

    @Mixin
    private Common common = new Common();

    @Parameters(paramLabel = "FINGERPRINT", description = "What \"sluice peer show\" prints at the other peer.")
    private String fingerprint = "";

    @Option(names = "--name", paramLabel = "NAME", description = "A name to remember it by.")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--clear",
            description =
                    "Contents may be read and changed by whoever is on the way: no encryption, if the peer says so too.")
    private boolean clear;

    @Override
    public Common common() {
        return common;
    }

    @Override
    public int run(Console console, Services services) throws TransferException {
        KnownPeer peer = services.peers().trust(fingerprint, name, clear);
        if (common.json()) {
            Map<String, Object> report = Report.object("peer trust", ExitCode.DONE);
            report.putAll(PeerList.json(peer));
            console.say(Json.write(report));
        } else {
            console.say("trusts " + Plain.of(peer.name()) + " (" + peer.fingerprint() + ")"
                    + (clear ? "; contents may travel in clear, if it says so too" : ""));
        }
        return ExitCode.DONE;
    }
}
