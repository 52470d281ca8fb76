package org.sluice.shell.verb;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sluice.shell.text.Json;
import org.sluice.shell.text.Plain;
import org.sluice.shell.text.Table;
import org.sluice.shell.text.Units;
import org.sluice.transfer.Counts;
import org.sluice.transfer.Problem;
import org.sluice.transfer.TransferResult;

/** What is said of a transfer that ran to its end. */
final class Summary {

    private static final int PROBLEMS_SHOWN = 20;
    private static final int MOST_SHOWN = 500;

    private Summary() {}

    /** One line: what was done, how fast, and how the bytes travelled. */
    static String line(String done, String deleted, TransferResult result) {
        Counts counts = result.counts();
        StringBuilder line = new StringBuilder(done)
                .append(' ')
                .append(Units.count(counts.files(), "file", "files"))
                .append(", ")
                .append(Units.bytes(counts.bytes()))
                .append(counts.reusedBytes() == 0 ? "" : " (" + Units.bytes(counts.reusedBytes()) + " were there)")
                .append(" in ")
                .append(timeAndRate(result));
        others(counts, deleted).forEach(other -> line.append(", ").append(other));
        return line.append("; path: ").append(Plain.of(result.path())).toString();
    }

    /** As in {@code 3.4 s (356 MB/s)}. */
    static String timeAndRate(TransferResult result) {
        long bytes = result.counts().bytes();
        double seconds = result.elapsed().toNanos() / 1e9;
        String time = Units.duration(result.elapsed());
        return bytes == 0 || seconds == 0 ? time : time + " (" + Units.rate(bytes / seconds) + ")";
    }

    private static List<String> others(Counts counts, String deleted) {
        List<String> others = new ArrayList<>();
        add(others, counts.directories(), "directory", "directories");
        add(others, counts.links(), "link", "links");
        add(others, counts.linked(), "further name", "further names");
        add(others, counts.specials(), "special file", "special files");
        add(others, counts.deleted(), deleted, deleted);
        add(others, counts.undeleted(), "not deleted (--max-delete)", "not deleted (--max-delete)");
        add(others, counts.unchanged(), "unchanged", "unchanged");
        add(others, counts.failed(), "failed", "failed");
        add(others, counts.vanished(), "vanished", "vanished");
        add(others, counts.skipped(), "skipped", "skipped");
        return others;
    }

    private static void add(List<String> others, long number, String one, String many) {
        if (number > 0) {
            others.add(Units.count(number, one, many));
        }
    }

    /** A line for each entry that did not land, as far as they can be read by a person. */
    static List<String> problems(TransferResult result) {
        List<String> lines = new ArrayList<>();
        result.problems().stream()
                .limit(PROBLEMS_SHOWN)
                .map(problem ->
                        "sluice: " + severity(problem) + ": " + shown(problem.path()) + ": " + shown(problem.reason()))
                .forEach(lines::add);
        Counts counts = result.counts();
        long more = counts.failed() + counts.vanished() + counts.skipped() - lines.size();
        if (more > 0 && !lines.isEmpty()) {
            lines.add("sluice: and " + Units.count(more) + " more");
        }
        return lines;
    }

    /** All counts, a line each. */
    static List<String> stats(TransferResult result) {
        Counts counts = result.counts();
        Table table = new Table("", "");
        table.row("entries", Units.count(counts.entries()));
        table.row("  files copied", Units.count(counts.files()));
        table.row("  directories made", Units.count(counts.directories()));
        table.row("  symbolic links made", Units.count(counts.links()));
        table.row("  further names of files", Units.count(counts.linked()));
        table.row("  special files made", Units.count(counts.specials()));
        table.row("  unchanged", Units.count(counts.unchanged()));
        table.row("  skipped", Units.count(counts.skipped()));
        table.row("  vanished", Units.count(counts.vanished()));
        table.row("  failed", Units.count(counts.failed()));
        table.row("deleted", Units.count(counts.deleted()));
        table.row("not deleted", Units.count(counts.undeleted()));
        table.row("bytes copied", Units.count(counts.bytes()));
        table.row("  of these, there already", Units.count(counts.reusedBytes()));
        table.row("bytes unchanged", Units.count(counts.unchangedBytes()));
        table.row("time", timeAndRate(result));
        return table.lines().subList(1, table.lines().size());
    }

    static Map<String, Object> json(String verb, int exit, TransferResult result, boolean dry) {
        Counts counts = result.counts();
        Map<String, Object> report = Report.object(verb, exit);
        report.put("files", counts.files());
        report.put("directories", counts.directories());
        report.put("links", counts.links());
        report.put("unchanged", counts.unchanged());
        report.put("failed", counts.failed());
        report.put("vanished", counts.vanished());
        report.put("skipped", counts.skipped());
        report.put("bytes", counts.bytes());
        report.put("unchangedBytes", counts.unchangedBytes());
        report.put("reusedBytes", counts.reusedBytes());
        report.put("linked", counts.linked());
        report.put("specials", counts.specials());
        report.put("deleted", counts.deleted());
        report.put("undeleted", counts.undeleted());
        report.put("dryRun", dry);
        report.put("seconds", result.elapsed().toNanos() / 1e9);
        report.put("path", result.path());
        report.put("problems", result.problems().stream().map(Summary::json).toList());
        return report;
    }

    private static Map<String, Object> json(Problem problem) {
        Map<String, Object> object = Json.object();
        object.put("severity", problem.severity());
        object.put("path", problem.path());
        object.put("reason", problem.reason());
        return object;
    }

    /** Harmless, and of a length that people read: its beginning and its end. */
    private static String shown(String text) {
        String plain = Plain.of(text);
        return plain.length() <= MOST_SHOWN
                ? plain
                : plain.substring(0, MOST_SHOWN / 4) + "[...]" + plain.substring(plain.length() - MOST_SHOWN / 2);
    }

    private static String severity(Problem problem) {
        return problem.severity().name().toLowerCase(Locale.ROOT);
    }
}
