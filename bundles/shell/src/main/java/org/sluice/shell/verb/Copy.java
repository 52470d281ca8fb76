package org.sluice.shell.verb;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.sluice.shell.text.Console;
import org.sluice.transfer.Location;
import org.sluice.transfer.Transfer;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferService;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "copy",
        customSynopsis = "sluice copy [OPTION...] SOURCE... DESTINATION",
        description = "Copies between local directories; to or from a location it pushes or pulls.",
        footer = {
            "",
            "As with rsync, SOURCE arrives as a directory of its name, SOURCE/ as its contents. Repeating a copy resumes it."
        })
final class Copy implements Verb {

    @Mixin
    private Moving moving = new Moving();

    @Parameters(arity = "0..*", paramLabel = "SOURCE", description = "What to copy, and last where to.")
    private List<String> words = List.of();

    @Override
    public Common common() {
        return moving.common();
    }

    @Override
    public int run(Console console, Services services) throws TransferException, IOException, InterruptedException {
        return moving.await(
                start(console, services.transfers()), "copy", new Moving.Words("copied", "would copy"), console);
    }

    private Transfer start(Console console, TransferService transfers)
            throws TransferException, IOException, InterruptedException {
        if (words.size() < 2) {
            throw new IllegalArgumentException("say what to copy, and where to: SOURCE... DESTINATION");
        }
        List<String> sources = words.subList(0, words.size() - 1);
        Optional<Location> to = Location.parse(words.getLast());
        List<Location> from = sources.stream()
                .flatMap(source -> Location.parse(source).stream())
                .toList();
        if (to.isPresent() && from.isEmpty()) {
            return transfers.push(Moving.local(sources, console), to.get(), moving.options(), moving.changes(console));
        }
        var destination = Moving.local(words.getLast(), console);
        if (to.isEmpty() && from.isEmpty()) {
            moving.warnOfLocation(words.getLast(), console);
            return transfers.copy(
                    moving.sources(sources, console),
                    destination,
                    moving.options(false, console),
                    moving.changes(console));
        }
        if (to.isEmpty() && sources.size() == 1) {
            return transfers.pull(from.getFirst(), destination, moving.options(), moving.changes(console));
        }
        throw new IllegalArgumentException(
                to.isPresent()
                        ? "one side has to be local: " + from.getFirst() + " and " + to.get() + " are both locations"
                        : "a location is pulled alone, without further sources");
    }
}
