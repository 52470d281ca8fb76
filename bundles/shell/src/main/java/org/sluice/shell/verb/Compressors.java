package org.sluice.shell.verb;

import org.sluice.shell.text.Console;
import org.sluice.transfer.TransferException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "compressors", description = "Shows the compressors: which is chosen, and why not the others.")
final class Compressors implements Verb {

    @Mixin
    private Common common = new Common();

    @Override
    public Common common() {
        return common;
    }

    @Override
    public int run(Console console, Services services) throws TransferException {
        Providers.show("compressors", "compressor", common, console, services);
        return ExitCode.DONE;
    }
}
