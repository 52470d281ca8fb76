package org.sluice.shell.verb;

import org.sluice.shell.text.Console;
import org.sluice.shell.text.Json;
import org.sluice.shell.text.Plain;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "peer forget", description = "Trusts a peer no longer.")
final class PeerForget implements Verb {

    @Mixin
    private Common common = new Common();

    @Parameters(paramLabel = "PEER", description = "Its name, or its fingerprint's first digits, 8 at least.")
    private String peer = "";

    @Override
    public Common common() {
        return common;
    }

    @Override
    public int run(Console console, Services services) throws TransferException {
        if (!services.peers().forget(peer)) {
            throw new TransferException(Reason.USAGE, "no peer \"" + peer + "\" is trusted: \"sluice peer list\"");
        }
        if (common.json()) {
            console.say(Json.write(Report.object("peer forget", ExitCode.DONE)));
        } else {
            console.say("trusts " + Plain.of(peer) + " no longer");
        }
        return ExitCode.DONE;
    }
}
