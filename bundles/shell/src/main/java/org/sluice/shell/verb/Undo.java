package org.sluice.shell.verb;

import java.util.List;
import org.sluice.shell.text.Console;
import org.sluice.transfer.TransferException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "undo",
        description = "Brings back what the last transfer with --trash deleted or replaced below DESTINATION.",
        footer = {
            "",
            "What was deleted and is there again stays as it is. Done again, it brings back what the transfer before did."
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
        moving.refuseChoices("undo brings back all of the last transfer");
        var transfer = services.transfers().undo(Moving.local(destination, console), moving.changes(console));
        return moving.await(transfer, "undo", new Moving.Words("brought back", "would bring back"), console);
    }
}
