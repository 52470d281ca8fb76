package org.sluice.shell.verb;

import java.util.List;
import org.sluice.shell.text.Console;
import org.sluice.transfer.Location;
import org.sluice.transfer.TransferException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "push",
        customSynopsis = "sluice push [OPTION...] PATH... HOST[:PORT]:/SHARE[/PATH]",
        description = "Sends files and directories to a peer's share.",
        footer = {
            "",
            "As with rsync, PATH arrives as a directory of its name, PATH/ as its contents. Repeating a push resumes it."
        })
final class Push implements Verb {

    @Mixin
    private Moving moving = new Moving();

    @Parameters(arity = "0..*", paramLabel = "PATH", description = "What to send, and last where to.")
    private List<String> words = List.of();

    @Override
    public Common common() {
        return moving.common();
    }

    @Override
    public int run(Console console, Services services) throws TransferException, InterruptedException {
        if (words.size() < 2) {
            throw new IllegalArgumentException("say what to push, and where to: PATH... HOST:/SHARE/PATH");
        }
        Location destination = Location.parse(words.getLast())
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "\"" + words.getLast()
                                        + "\" is no location: write HOST:/SHARE/PATH, or use \"sluice copy\" between local directories"));
        var sources = Moving.local(words.subList(0, words.size() - 1), console);
        var transfer = services.transfers().push(sources, destination, moving.options(), moving.changes(console));
        return moving.await(transfer, "push", new Moving.Words("pushed", "would push"), console);
    }
}
