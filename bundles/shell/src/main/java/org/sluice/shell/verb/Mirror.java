package org.sluice.shell.verb;

import java.io.IOException;
import java.util.List;
import org.sluice.shell.text.Console;
import org.sluice.transfer.TransferException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "mirror",
        customSynopsis = "sluice mirror [OPTION...] SOURCE DESTINATION",
        description = "Copies a directory, then deletes at the destination what the source lacks.",
        footer = {
            "",
            "SOURCE arrives as a directory of its name, SOURCE/ as its contents. Nothing is deleted unless all of the source",
            "could be read; with --trash, \"sluice undo DESTINATION\" brings back what was."
        })
final class Mirror implements Verb {

    @Mixin
    private Moving moving = new Moving();

    @Parameters(arity = "0..*", paramLabel = "PATH", description = "The directory to copy, and last where to.")
    private List<String> words = List.of();

    @Override
    public Common common() {
        return moving.common();
    }

    @Override
    public int run(Console console, Services services) throws TransferException, IOException, InterruptedException {
        if (words.size() != 2) {
            throw new IllegalArgumentException("say what to mirror, and where to: SOURCE DESTINATION");
        }
        Moving.refuseLocations(words, "mirror");
        var transfer = services.transfers()
                .mirror(
                        moving.sources(words.subList(0, 1), console),
                        Moving.local(words.getLast(), console),
                        moving.options(true, console),
                        moving.changes(console));
        return moving.await(transfer, "mirror", new Moving.Words("mirrored", "would mirror"), console);
    }
}
