package org.sluice.shell.verb;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sluice.shell.text.Console;
import org.sluice.shell.text.Json;
import org.sluice.shell.text.Plain;
import org.sluice.shell.text.Table;
import org.sluice.shell.text.Units;
import org.sluice.transfer.Job;
import org.sluice.transfer.Jobs;
import org.sluice.transfer.Jobs.Unfinished;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "jobs",
        customSynopsis = {"sluice jobs [OPTION...]", "sluice jobs show ID [OPTION...]"},
        description =
                "Lists the transfers that ran here, the latest first; or shows one, and what is left of large files.",
        footer = {"", "Of an ID its end will do. An interrupted transfer is resumed by repeating its command."})
final class ShowJobs implements Verb {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    @Mixin
    private Common common = new Common();

    @Parameters(arity = "0..2", paramLabel = "show ID", description = "The job to show.")
    private List<String> words = List.of();

    @Override
    public Common common() {
        return common;
    }

    @Override
    public int run(Console console, Services services) throws TransferException {
        Jobs jobs = services.jobs();
        if (words.isEmpty()) {
            list(jobs.list(), console);
            return ExitCode.DONE;
        }
        if (words.size() != 2 || !words.getFirst().equals("show")) {
            throw new IllegalArgumentException("say which job to show: sluice jobs show ID");
        }
        Job job = jobs.find(words.getLast())
                .orElseThrow(() -> new TransferException(
                        Reason.USAGE,
                        "there is no job \"" + words.getLast() + "\", or several whose ids end so: \"sluice jobs\""));
        show(job, jobs.unfinished(job), console);
        return ExitCode.DONE;
    }

    private void list(List<Job> jobs, Console console) {
        if (common.json()) {
            Map<String, Object> report = Report.object("jobs", ExitCode.DONE);
            report.put("jobs", jobs.stream().map(ShowJobs::json).toList());
            console.say(Json.write(report));
        } else if (jobs.isEmpty()) {
            console.note("nothing was transferred yet");
        } else {
            Table table = new Table("ID", "STARTED", "STATE", "VERB", "FROM", "TO");
            jobs.forEach(job -> table.row(
                    Plain.of(job.id()),
                    TIME.format(job.started()),
                    state(job),
                    Plain.of(job.verb()),
                    Plain.of(job.from()),
                    Plain.of(job.to())));
            table.lines().forEach(console::say);
        }
    }

    private void show(Job job, List<Unfinished> unfinished, Console console) {
        if (common.json()) {
            Map<String, Object> report = Report.object("jobs show", ExitCode.DONE);
            report.putAll(json(job));
            report.put("unfinished", unfinished.stream().map(ShowJobs::json).toList());
            console.say(Json.write(report));
            return;
        }
        Table table = new Table("", "");
        table.row("id", Plain.of(job.id()));
        table.row("verb", Plain.of(job.verb()));
        table.row("from", Plain.of(job.from()));
        table.row("to", Plain.of(job.to()));
        table.row("state", state(job) + (job.message().isEmpty() ? "" : ": " + Plain.of(job.message())));
        table.row("started", TIME.format(job.started()));
        job.ended().ifPresent(ended -> table.row("ended", TIME.format(ended)));
        table.row("files", Units.count(job.counts().files()));
        table.row("bytes", Units.count(job.counts().bytes()));
        table.row("  of these, there already", Units.count(job.counts().reusedBytes()));
        table.row("failed", Units.count(job.counts().failed() + job.counts().vanished()));
        table.lines().stream().skip(1).forEach(console::say);
        if (!unfinished.isEmpty()) {
            console.say("");
            Table files = new Table("CHUNKS", "OF", "UNFINISHED FILE");
            unfinished.forEach(
                    file -> files.row(Units.count(file.chunks()), Units.count(file.of()), Plain.of(file.path())));
            files.lines().forEach(console::say);
        }
    }

    private static String state(Job job) {
        return job.state().name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, Object> json(Job job) {
        Map<String, Object> object = Json.object();
        object.put("id", job.id());
        object.put("job", job.verb());
        object.put("from", job.from());
        object.put("to", job.to());
        object.put("state", state(job));
        object.put("started", job.started().toString());
        job.ended().ifPresent(ended -> object.put("ended", ended.toString()));
        object.put("message", job.message());
        object.put("files", job.counts().files());
        object.put("bytes", job.counts().bytes());
        object.put("reusedBytes", job.counts().reusedBytes());
        object.put("failed", job.counts().failed());
        object.put("vanished", job.counts().vanished());
        return object;
    }

    private static Map<String, Object> json(Unfinished file) {
        Map<String, Object> object = Json.object();
        object.put("path", file.path());
        object.put("chunks", file.chunks());
        object.put("of", file.of());
        object.put("size", file.size());
        return object;
    }
}
