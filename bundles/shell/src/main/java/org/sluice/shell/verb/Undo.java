package org.sluice.shell.verb;

import java.util.List;
import org.sluice.shell.text.Console;
import org.sluice.transfer.TransferException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "undo",
        description =
                "Brings back what the last transfer with --trash deleted or replaced, and sets aside what it created.",
        footer = {
            "",
            "What was created goes to .sluice-trash/undone in DESTINATION, to be looked at and deleted. What has changed since",
            "stays, and so does what was moved here. Done again, it undoes the transfer before."
        })
final class Undo implements Verb {

    @Mixin
    private Moving moving = new Moving();

    @Parameters(index = "0", paramLabel = "DESTINATION", description = "The directory that was transferred to.")
    private String destination = "";

    @Override
    public Common common() {
        return moving.common();
    }

    @Override
    public int run(Console console, Services services) throws TransferException, InterruptedException {
        Moving.refuseLocations(List.of(destination), "undo");
        boolean dry = moving.onlyDryRun("undo undoes all of the last transfer");
        var transfer = services.transfers().undo(Moving.local(destination, console), dry, moving.changes(console));
        var words = new Moving.Words("brought back", "would bring back", "set aside", "to set aside");
        return moving.await(transfer, "undo", words, console);
    }
}
