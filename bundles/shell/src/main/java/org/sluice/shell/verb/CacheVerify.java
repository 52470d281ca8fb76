package org.sluice.shell.verb;

import java.util.Map;
import org.sluice.shell.text.Console;
import org.sluice.shell.text.Json;
import org.sluice.shell.text.Units;
import org.sluice.transfer.Chunks;
import org.sluice.transfer.TransferException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "cache verify",
        description = "Reads all that is known of files and kept of chunks, and drops what is damaged.")
final class CacheVerify implements Verb {

    @Mixin
    private Common common = new Common();

    @Override
    public Common common() {
        return common;
    }

    @Override
    public int run(Console console, Services services) throws TransferException {
        Chunks.Checked checked = services.chunks().verify();
        if (common.json()) {
            Map<String, Object> report = Report.object("cache verify", ExitCode.DONE);
            report.put("files", checked.files());
            report.put("damagedFiles", checked.damagedFiles());
            report.put("chunks", checked.chunks());
            report.put("damagedChunks", checked.damagedChunks());
            console.say(Json.write(report));
        } else {
            console.say(
                    "index  " + Units.count(checked.files(), "file", "files") + ", " + damage(checked.damagedFiles()));
            console.say("store  " + Units.count(checked.chunks(), "chunk", "chunks") + ", "
                    + damage(checked.damagedChunks()));
        }
        return ExitCode.DONE;
    }

    private static String damage(long dropped) {
        return dropped == 0 ? "none damaged" : Units.count(dropped) + " damaged and dropped";
    }
}
