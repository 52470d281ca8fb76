package org.sluice.shell.verb;

import java.io.IOException;
import java.util.List;
import org.sluice.shell.text.Console;
import org.sluice.transfer.TransferException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "move",
        customSynopsis = "sluice move [OPTION...] SOURCE... DESTINATION",
        description = "Renames within a file system; else copies, then removes from the source what is durable.",
        footer = {
            "",
            "As with rsync, SOURCE arrives as a directory of its name, SOURCE/ as its contents. What fails stays where it is."
        })
final class Move implements Verb {

    @Mixin
    private Moving moving = new Moving();

    @Parameters(arity = "0..*", paramLabel = "SOURCE", description = "What to move, and last where to.")
    private List<String> words = List.of();

    @Override
    public Common common() {
        return moving.common();
    }

    @Override
    public int run(Console console, Services services) throws TransferException, IOException, InterruptedException {
        if (words.size() < 2) {
            throw new IllegalArgumentException("say what to move, and where to: SOURCE... DESTINATION");
        }
        Moving.refuseLocations(words, "move");
        var transfer = services.transfers()
                .move(
                        moving.sources(words.subList(0, words.size() - 1), console),
                        Moving.local(words.getLast(), console),
                        moving.options(false, console),
                        moving.changes(console));
        return moving.await(transfer, "move", new Moving.Words("moved", "would move"), console);
    }
}
