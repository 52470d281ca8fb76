package org.sluice.shell.verb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sluice.shell.text.Console;
import org.sluice.shell.text.Json;
import org.sluice.shell.text.Plain;
import org.sluice.shell.text.Units;
import org.sluice.transfer.Comparison;
import org.sluice.transfer.ComparisonListener;
import org.sluice.transfer.Counts;
import org.sluice.transfer.LocalPath;
import org.sluice.transfer.Location;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferOptions;
import org.sluice.transfer.TransferResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "try",
        description = "Pushes a directory to a second peer on this machine, verifies the copy, and throws it away.",
        footer = {"", "The second peer is a process of its own, reached by TLS over the loopback. Nothing stays behind."
        })
final class Try implements Verb {

    private static final String SHARE = "try";
    private static final int DIFFERENCES_SHOWN = 20;

    @Mixin
    private Common common = new Common();

    @Parameters(
            arity = "0..1",
            paramLabel = "PATH",
            description = "What to push; the folder of this distribution unless said otherwise.")
    private Optional<String> path = Optional.empty();

    @Option(
            names = "--into",
            paramLabel = "DIR",
            description = "Where the copy is made; the folder of temporary files unless said otherwise.")
    private Optional<String> into = Optional.empty();

    @Option(names = "--keep", description = "Leave the copy, and say where it is.")
    private boolean keep;

    @Option(
            names = {"-P", "--progress"},
            description = "Show how far it is.")
    private boolean progress;

    @Override
    public Common common() {
        return common;
    }

    @Override
    public int run(Console console, Services services) throws TransferException, IOException, InterruptedException {
        String typed = path.orElseGet(() -> services.distribution().toString());
        LocalPath source = Moving.local(typed, console);
        Path parent =
                into.map(console.directory()::resolve).orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir")));
        try (Workbench workbench = Workbench.in(parent, keep)) {
            refuseNesting(source.path(), workbench.directory());
            Path share = workbench.make("copy");
            List<String> arguments = List.of(
                    "--trust", services.peers().self().fingerprint(), "--share", SHARE + "=" + share + ":setid");
            Path program = services.distribution().resolve("bin/sluice");
            try (SecondPeer peer = SecondPeer.start(program, workbench.make("home"), arguments, console)) {
                return pushAndVerify(source, share, peer, workbench, console, services);
            }
        }
    }

    private int pushAndVerify(
            LocalPath source, Path share, SecondPeer peer, Workbench workbench, Console console, Services services)
            throws TransferException, InterruptedException {
        var options = TransferOptions.DEFAULTS.withTrusted(Set.of(peer.fingerprint()));
        var destination = new Location(peer.address(), SHARE, "", true);
        var started = services.transfers().push(List.of(source), destination, options);
        TransferResult result = Waiting.result(started, common.json(), progress, console);
        LocalPath copy = copyOf(source, share);
        if (!common.json()) {
            console.note("verifying ...");
        }
        Comparison comparison =
                services.transfers().verify(source, copy, TransferOptions.DEFAULTS, ComparisonListener.NONE);
        int pushed = ExitCode.of(result.counts());
        int exit = pushed == ExitCode.DONE && !comparison.equal() ? ExitCode.SOME_FAILED : pushed;
        if (common.json()) {
            console.say(Json.write(json(exit, result, comparison, workbench)));
        } else {
            Summary.problems(result).forEach(console::note);
            differences(comparison, console);
            report(typed(source), peer, result, comparison, workbench, console);
        }
        return exit;
    }

    /** As with rsync: by its name, unless its contents were meant. */
    private static LocalPath copyOf(LocalPath source, Path share) {
        Path name = source.path().toAbsolutePath().normalize().getFileName();
        return source.contents() || name == null
                ? new LocalPath(share, true)
                : new LocalPath(share.resolve(name), false);
    }

    private static void refuseNesting(Path source, Path workbench) throws IOException {
        if (Files.exists(source) && workbench.startsWith(source.toRealPath())) {
            throw new IllegalArgumentException("the copy would be made within " + source + ", in "
                    + workbench.getParent() + ": choose another place for it with --into DIR");
        }
    }

    private static String typed(LocalPath source) {
        return Plain.of(source.toString());
    }

    private void report(
            String source,
            SecondPeer peer,
            TransferResult result,
            Comparison comparison,
            Workbench workbench,
            Console console) {
        Counts counts = result.counts();
        console.say("pushed " + source + " to a second peer, " + peer.address());
        line("files", Units.count(counts.files()), console);
        line("directories", Units.count(counts.directories()), console);
        line("links", Units.count(counts.links()), console);
        for (var other : List.of(
                Map.entry("failed", counts.failed()),
                Map.entry("vanished", counts.vanished()),
                Map.entry("skipped", counts.skipped()))) {
            if (other.getValue() > 0) {
                line(other.getKey(), Units.count(other.getValue()), console);
            }
        }
        line("bytes", Units.bytes(counts.bytes()), console);
        line("time", Summary.timeAndRate(result), console);
        line("path", Plain.of(result.path()), console);
        line("verified", verdict(comparison), console);
        if (keep) {
            line("kept", Plain.of(workbench.directory().toString()), console);
        }
    }

    private static void line(String label, String value, Console console) {
        console.say(String.format("  %-12s %s", label, value));
    }

    private static String verdict(Comparison comparison) {
        String compared = Units.count(comparison.entries(), "entry", "entries") + ", " + Units.bytes(comparison.bytes())
                + " compared byte for byte: ";
        return compared
                + (comparison.equal()
                        ? "nothing differs"
                        : Units.count(comparison.differences(), "entry differs", "entries differ"));
    }

    private static void differences(Comparison comparison, Console console) {
        comparison.sample().stream()
                .limit(DIFFERENCES_SHOWN)
                .forEach(difference -> console.note("sluice: differs: " + difference.sign() + " "
                        + Plain.of(difference.path()) + ": " + Plain.of(difference.what())));
        long more = comparison.differences() - DIFFERENCES_SHOWN;
        if (more > 0) {
            console.note("sluice: and " + Units.count(more) + " more");
        }
    }

    private Map<String, Object> json(int exit, TransferResult result, Comparison comparison, Workbench workbench) {
        Map<String, Object> report = Summary.json("try", exit, result, false);
        report.put("verified", Verify.json(comparison));
        if (keep) {
            report.put("kept", workbench.directory().toString());
        }
        return report;
    }
}
