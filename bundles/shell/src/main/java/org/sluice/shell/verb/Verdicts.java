package org.sluice.shell.verb;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.sluice.shell.text.Json;
import org.sluice.shell.text.Plain;

/** What has become of the sentences of a plugin's contracts, as its process tells. Used by two threads. */
final class Verdicts {

    /** How a sentence ends. */
    private enum Fate {
        HELD,
        FAILED,
        UNCLAIMED
    }

    /** Of one service; what is of the bundle as a whole has none. */
    private record Verdict(String service, String group, String sentence, Fate fate, String why) {}

    private final List<Verdict> all = new ArrayList<>();
    private final Map<String, Verdict> running = new LinkedHashMap<>();
    private Consumer<String> onService = service -> {};
    private String service = "";
    private boolean complete;

    synchronized void onService(Consumer<String> told) {
        onService = told;
    }

    /** A line of the process; whatever else comes is no verdict. */
    synchronized void hear(String line) {
        String[] words = line.split("\t", -1);
        if (words.length < 4) {
            return;
        }
        switch (words[0]) {
            case "SERVICE" -> {
                service = words[1] + " " + words[2];
                onService.accept(service);
            }
            case "BEGUN" -> running.put(words[2], verdict(words, Fate.FAILED));
            case "HELD" -> end(verdict(words, Fate.HELD));
            case "FAILED" -> end(verdict(words, Fate.FAILED));
            case "UNCLAIMED" -> end(verdict(words, Fate.UNCLAIMED));
            case "END" -> complete = true;
            default -> {}
        }
    }

    private Verdict verdict(String[] words, Fate fate) {
        String of = words[1].equals("bundle") || words[1].equals("leaks") ? "" : service;
        return new Verdict(of, words[1], words[2], fate, words[3]);
    }

    private void end(Verdict verdict) {
        running.remove(verdict.sentence());
        all.add(verdict);
    }

    /** Whether everything has been looked at. */
    synchronized boolean complete() {
        return complete;
    }

    /** The process ended before its time: what it was about is to blame. */
    synchronized void cut(String why) {
        running.values()
                .forEach(begun -> all.add(new Verdict(
                        begun.service(), begun.group(), begun.sentence(), Fate.FAILED, why + " meanwhile")));
        if (running.isEmpty()) {
            all.add(new Verdict("", "bundle", "it_lets_the_process_live", Fate.FAILED, why));
        }
        running.clear();
    }

    /** Whether nothing failed. */
    synchronized boolean held() {
        return all.stream().noneMatch(verdict -> verdict.fate() == Fate.FAILED);
    }

    /** For people: a line for each group, and one for each sentence that failed; or was not claimed, for who wants to know. */
    synchronized List<String> lines(boolean verbose) {
        List<String> lines = new ArrayList<>();
        for (String of : services()) {
            lines.add(of.isEmpty() ? "the bundle" : Plain.of(of));
            for (String group : groups(of)) {
                List<Verdict> verdicts = all.stream()
                        .filter(v -> v.service().equals(of) && v.group().equals(group))
                        .toList();
                lines.add("  " + Plain.of(group) + ": " + counts(verdicts));
                verdicts.stream()
                        .filter(v -> v.fate() == Fate.FAILED || verbose && v.fate() == Fate.UNCLAIMED)
                        .forEach(v -> lines.add(
                                "    " + word(v.fate()) + "  " + Plain.of(v.sentence()) + ": " + Plain.of(v.why())));
            }
        }
        long failed = count(all, Fate.FAILED);
        lines.add(failed == 0 ? "everything held" : failed + (failed == 1 ? " sentence" : " sentences") + " failed");
        return lines;
    }

    private static String counts(List<Verdict> verdicts) {
        long failed = count(verdicts, Fate.FAILED);
        long unclaimed = count(verdicts, Fate.UNCLAIMED);
        return count(verdicts, Fate.HELD) + " held" + (failed > 0 ? ", " + failed + " failed" : "")
                + (unclaimed > 0 ? ", " + unclaimed + " not claimed" : "");
    }

    private static long count(List<Verdict> verdicts, Fate fate) {
        return verdicts.stream().filter(verdict -> verdict.fate() == fate).count();
    }

    private static String word(Fate fate) {
        return switch (fate) {
            case HELD -> "held";
            case FAILED -> "FAILED";
            case UNCLAIMED -> "not claimed";
        };
    }

    private Set<String> services() {
        Set<String> services = new LinkedHashSet<>();
        all.forEach(verdict -> services.add(verdict.service()));
        return services;
    }

    private Set<String> groups(String of) {
        Set<String> groups = new LinkedHashSet<>();
        all.stream().filter(verdict -> verdict.service().equals(of)).forEach(verdict -> groups.add(verdict.group()));
        return groups;
    }

    synchronized Map<String, Object> json(Path plugin, int exit) {
        Map<String, Object> report = Report.object("plugin check", exit);
        report.put("plugin", plugin.toString());
        report.put("complete", complete);
        report.put("sentences", all.stream().map(Verdicts::json).toList());
        return report;
    }

    private static Map<String, Object> json(Verdict verdict) {
        Map<String, Object> object = Json.object();
        object.put("service", verdict.service());
        object.put("group", verdict.group());
        object.put("sentence", verdict.sentence());
        object.put("fate", verdict.fate());
        object.put("reason", verdict.why());
        return object;
    }
}
