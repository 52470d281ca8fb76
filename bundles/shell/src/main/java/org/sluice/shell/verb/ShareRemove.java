package org.sluice.shell.verb;

import org.sluice.shell.text.Console;
import org.sluice.shell.text.Json;
import org.sluice.shell.text.Plain;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "share remove", description = "Offers a directory no longer; the directory stays.")
final class ShareRemove implements Verb {

    @Mixin
    private Common common = new Common();

    @Parameters(paramLabel = "NAME", description = "The share's name.")
    private String name = "";

    @Override
    public Common common() {
        return common;
    }

    @Override
    public int run(Console console, Services services) throws TransferException {
        if (!services.shares().remove(name)) {
            throw new TransferException(Reason.USAGE, "there is no share \"" + name + "\": \"sluice share list\"");
        }
        if (common.json()) {
            console.say(Json.write(Report.object("share remove", ExitCode.DONE)));
        } else {
            console.say("offers " + Plain.of(name) + " no longer");
        }
        return ExitCode.DONE;
    }
}
