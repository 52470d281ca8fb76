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
        name = "cache stats",
        description = "Shows how much is known of files and kept of chunks, so that nothing is sent twice.")
final class CacheStats implements Verb {

    @Mixin
    private Common common = new Common();

    @Override
    public Common common() {
        return common;
    }

    @Override
    public int run(Console console, Services services) throws TransferException {
        Chunks.Held held = services.chunks().held();
        if (common.json()) {
            Map<String, Object> report = Report.object("cache stats", ExitCode.DONE);
            report.put("files", held.files());
            report.put("entries", held.entries());
            report.put("mostEntries", held.mostEntries());
            report.put("indexBytes", held.indexBytes());
            report.put("chunks", held.chunks());
            report.put("storeBytes", held.storeBytes());
            report.put("mostStoreBytes", held.mostStoreBytes());
            console.say(Json.write(report));
        } else {
            console.say("index  " + Units.count(held.files(), "file", "files") + " of "
                    + Units.count(held.entries(), "chunk", "chunks") + ", at most " + Units.count(held.mostEntries())
                    + "; " + Units.bytes(held.indexBytes()) + " on disk");
            console.say("store  " + Units.count(held.chunks(), "chunk", "chunks") + ", "
                    + Units.bytes(held.storeBytes()) + ", at most " + Units.bytes(held.mostStoreBytes()));
        }
        return ExitCode.DONE;
    }
}
