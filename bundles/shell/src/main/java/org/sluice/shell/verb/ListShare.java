package org.sluice.shell.verb;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.sluice.shell.text.Console;
import org.sluice.shell.text.Json;
import org.sluice.shell.text.Plain;
import org.sluice.transfer.ListedEntry;
import org.sluice.transfer.Location;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "list", description = "Lists what lies in a directory of a peer's share, like \"ls -l\".")
final class ListShare implements Verb {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    @Mixin
    private Common common = new Common();

    @Parameters(paramLabel = "LOCATION", description = "HOST[:PORT]:/SHARE[/PATH]")
    private String location = "";

    @Option(
            names = "--trust",
            paramLabel = "FINGERPRINT",
            description = "Trust the peer of this fingerprint, this time only. May be repeated.")
    private Set<String> trusted = new LinkedHashSet<>();

    @Override
    public Common common() {
        return common;
    }

    @Override
    public int run(Console console, Services services) throws TransferException, InterruptedException {
        Location from = Location.parse(location)
                .orElseThrow(() ->
                        new IllegalArgumentException("\"" + location + "\" is no location: write HOST:/SHARE/PATH"));
        List<ListedEntry> entries = new ArrayList<>();
        services.transfers().list(from, TransferOptions.DEFAULTS.withTrusted(trusted), entries::add);
        entries.sort((a, b) -> a.path().compareTo(b.path()));
        if (common.json()) {
            Map<String, Object> report = Report.object("list", ExitCode.DONE);
            report.put("entries", entries.stream().map(ListShare::json).toList());
            console.say(Json.write(report));
        } else {
            int owner = width(entries, entry -> id(entry.uid()));
            int group = width(entries, entry -> id(entry.gid()));
            int size = width(entries, entry -> Long.toString(entry.size()));
            String format = "%c%s %" + owner + "s %" + group + "s %" + size + "d %s %s%s";
            entries.forEach(entry -> console.say(line(entry, format, ZoneId.systemDefault())));
        }
        return ExitCode.DONE;
    }

    static String line(ListedEntry entry, String format, ZoneId zone) {
        return String.format(
                Locale.ROOT,
                format,
                entry.type(),
                permissions(entry.mode()),
                id(entry.uid()),
                id(entry.gid()),
                entry.size(),
                TIME.format(entry.modified().atZone(zone)),
                Plain.of(entry.path()),
                entry.target().isEmpty() ? "" : " -> " + Plain.of(entry.target()));
    }

    /** As {@code ls} shows it: set-id and sticky bits stand in the place of x. */
    static String permissions(int mode) {
        char[] shown = "rwxrwxrwx".toCharArray();
        for (int bit = 0; bit < shown.length; bit++) {
            if ((mode & 0400 >> bit) == 0) {
                shown[bit] = '-';
            }
        }
        special(shown, 2, (mode & 04000) != 0, 's');
        special(shown, 5, (mode & 02000) != 0, 's');
        special(shown, 8, (mode & 01000) != 0, 't');
        return new String(shown);
    }

    private static void special(char[] shown, int at, boolean set, char mark) {
        if (set) {
            shown[at] = shown[at] == 'x' ? mark : Character.toUpperCase(mark);
        }
    }

    private static String id(int id) {
        return id == -1 ? "?" : Integer.toUnsignedString(id);
    }

    private static int width(List<ListedEntry> entries, Function<ListedEntry, String> column) {
        return entries.stream().map(column).mapToInt(String::length).max().orElse(1);
    }

    private static Map<String, Object> json(ListedEntry entry) {
        Map<String, Object> object = Json.object();
        object.put("path", entry.path());
        object.put("type", Character.toString(entry.type()));
        object.put("mode", String.format(Locale.ROOT, "%04o", entry.mode()));
        object.put("uid", entry.uid());
        object.put("gid", entry.gid());
        object.put("size", entry.size());
        object.put("modified", entry.modified().toString());
        object.put("target", entry.target());
        return object;
    }
}
