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
        name = "cache gc",
        description = "Drops what is known of files that have changed or gone, and chunks beyond the bound.")
final class CacheCollect implements Verb {

    @Mixin
    private Common common = new Common();

    @Override
    public Common common() {
        return common;
    }

    @Override
    public int run(Console console, Services services) throws TransferException {
        Chunks.Collected collected = services.chunks().collect();
        if (common.json()) {
            Map<String, Object> report = Report.object("cache gc", ExitCode.DONE);
            report.put("files", collected.files());
            report.put("indexBytes", collected.indexBytes());
            report.put("storeBytes", collected.storeBytes());
            console.say(Json.write(report));
        } else {
            console.say(Units.count(collected.files(), "file", "files") + " dropped; "
                    + Units.bytes(collected.indexBytes() + collected.storeBytes()) + " of disk freed");
        }
        return ExitCode.DONE;
    }
}
