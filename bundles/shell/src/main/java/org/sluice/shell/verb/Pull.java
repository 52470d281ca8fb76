package org.sluice.shell.verb;

import org.sluice.shell.text.Console;
import org.sluice.transfer.Location;
import org.sluice.transfer.TransferException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "pull",
        description = "Fetches files and directories from a peer's share.",
        footer = {
            "",
            "As with rsync, LOCATION arrives as a directory of its name, LOCATION/ as its contents. Repeating a pull",
            "resumes it."
        })
final class Pull implements Verb {

    @Mixin
    private Moving moving = new Moving();

    @Parameters(index = "0", paramLabel = "LOCATION", description = "What to fetch: HOST[:PORT]:/SHARE[/PATH].")
    private String source = "";

    @Parameters(index = "1", paramLabel = "PATH", description = "The local directory, or file, it goes to.")
    private String destination = "";

    @Override
    public Common common() {
        return moving.common();
    }

    @Override
    public int run(Console console, Services services) throws TransferException, InterruptedException {
        Location from = Location.parse(source)
                .orElseThrow(() ->
                        new IllegalArgumentException("\"" + source + "\" is no location: write HOST:/SHARE/PATH"));
        moving.warnOfLocation(destination, console);
        var transfer = services.transfers()
                .pull(from, Moving.local(destination, console), moving.options(), moving.changes(console));
        return moving.await(transfer, "pull", new Moving.Words("pulled", "would pull"), console);
    }
}
