package org.sluice.shell.verb;

import java.nio.file.Path;
import org.sluice.shell.text.Console;
import org.sluice.shell.text.Json;
import org.sluice.shell.text.Plain;
import org.sluice.transfer.Share;
import org.sluice.transfer.TransferException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "share add", description = "Offers a directory to trusted peers whenever we serve.")
final class ShareAdd implements Verb {

    @Mixin
    private Common common = new Common();

    @Parameters(index = "0", paramLabel = "NAME", description = "The name peers reach it by.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "DIR", description = "The directory.")
    private String directory = "";

    @Option(names = "--read-only", description = "Peers may only pull.")
    private boolean readOnly;

    @Option(names = "--keep-setid", description = "Keep set-user-id and set-group-id bits of what peers push.")
    private boolean setId;

    @Override
    public Common common() {
        return common;
    }

    @Override
    public int run(Console console, Services services) throws TransferException {
        Path absolute = console.directory().resolve(directory).toAbsolutePath().normalize();
        Share share = new Share(name, absolute, readOnly, setId);
        services.shares().add(share);
        if (common.json()) {
            var report = Report.object("share add", ExitCode.DONE);
            report.putAll(ShareList.json(share));
            console.say(Json.write(report));
        } else {
            console.say("offers " + Plain.of(absolute.toString()) + " as " + name + (readOnly ? ", to pull only" : ""));
        }
        return ExitCode.DONE;
    }
}
