package org.sluice.shell.verb;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sluice.shell.text.Console;
import org.sluice.shell.text.Json;
import org.sluice.shell.text.Plain;
import org.sluice.shell.text.Units;
import org.sluice.transfer.Comparison;
import org.sluice.transfer.Comparison.Difference;
import org.sluice.transfer.ComparisonListener;
import org.sluice.transfer.Location;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferOptions;
import org.sluice.transfer.Unkept;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "verify",
        customSynopsis = "sluice verify [OPTION...] SOURCE DESTINATION",
        description = "Compares two trees, contents byte for byte, and changes nothing; one may be at a peer.",
        footer = {
            "",
            "Prints a line for each entry: + only in SOURCE, - only in DESTINATION, * differs, and with -v also = the same.",
            "SOURCE and DESTINATION are what is compared, with or without a slash at the end. One of them may be",
            "HOST[:PORT]:/SHARE[/PATH]: then hashes of contents are compared, and no content travels."
        })
final class Verify implements Verb {

    private static final Set<String> WITH_A_PEER =
            Set.of("--filter", "--exclude", "--include", "--exclude-from", "--include-from", "--files-from", "--from0");

    @Mixin
    private Common common = new Common();

    @Mixin
    private Keeping keeping = new Keeping();

    @Mixin
    private Choosing choosing = new Choosing();

    @Option(
            names = "--trust",
            paramLabel = "FINGERPRINT",
            description = "Trust the peer of this fingerprint, this time only. May be repeated.")
    private Set<String> trusted = new LinkedHashSet<>();

    @Parameters(arity = "0..*", paramLabel = "PATH", description = "The two trees, or files.")
    private List<String> words = List.of();

    @Override
    public Common common() {
        return common;
    }

    @Override
    public int run(Console console, Services services) throws TransferException, IOException, InterruptedException {
        if (words.size() != 2) {
            throw new IllegalArgumentException("say what to compare with what: SOURCE DESTINATION");
        }
        Optional<Location> from = Location.parse(words.getFirst());
        Optional<Location> to = Location.parse(words.getLast());
        if (from.isPresent() && to.isPresent()) {
            throw new IllegalArgumentException("one of the two has to be here; run verify on one of the peers");
        }
        boolean remote = from.isPresent() || to.isPresent();
        if (remote) {
            choosing.given().refuseBut(WITH_A_PEER, "works between local directories, not yet with a peer");
        }
        TransferOptions options = Moving.options(keeping, choosing, console).withTrusted(trusted);
        if (options.chown().isPresent() || options.unkept() != Unkept.WARN) {
            throw new IllegalArgumentException(
                    "verify changes nothing: --chown, --strict and --sidecar are for copies");
        }
        Comparison comparison = remote
                ? services.transfers()
                        .verify(
                                Moving.local(from.isPresent() ? words.getLast() : words.getFirst(), console),
                                from.or(() -> to).orElseThrow(),
                                from.isPresent(),
                                options,
                                new Lines(console))
                : services.transfers()
                        .verify(
                                Moving.local(words.getFirst(), console),
                                Moving.local(words.getLast(), console),
                                options,
                                new Lines(console));
        int exit = comparison.equal() ? ExitCode.DONE : ExitCode.SOME_FAILED;
        if (common.json()) {
            Map<String, Object> report = Report.object("verify", exit);
            report.putAll(json(comparison));
            console.say(Json.write(report));
        } else {
            console.say(summary(comparison));
        }
        return exit;
    }

    private static String summary(Comparison comparison) {
        String differences = comparison.equal()
                ? "no differences"
                : Units.count(comparison.differences(), "difference", "differences");
        return differences + " in " + Units.count(comparison.entries(), "entry", "entries") + ", "
                + Units.count(comparison.files(), "file", "files") + ", " + Units.bytes(comparison.bytes())
                + " compared";
    }

    static Map<String, Object> json(Comparison comparison) {
        Map<String, Object> object = Json.object();
        object.put("entries", comparison.entries());
        object.put("files", comparison.files());
        object.put("bytes", comparison.bytes());
        object.put("differences", comparison.differences());
        object.put("sample", comparison.sample().stream().map(Verify::json).toList());
        return object;
    }

    private static Map<String, Object> json(Difference difference) {
        Map<String, Object> object = Json.object();
        object.put("sign", String.valueOf(difference.sign()));
        object.put("path", difference.path());
        object.put("what", difference.what());
        return object;
    }

    /** A line an entry; an event for scripts. */
    private final class Lines implements ComparisonListener {

        private final Console console;

        Lines(Console console) {
            this.console = console;
        }

        @Override
        public boolean sameToo() {
            return common.verbose();
        }

        @Override
        public synchronized void compared(Difference difference) {
            if (common.json()) {
                Map<String, Object> event = Json.object();
                event.put("event", "compared");
                event.putAll(json(difference));
                console.note(Json.write(event));
            } else {
                String what = difference.what().isEmpty() ? "" : ": " + Plain.of(difference.what());
                console.say(difference.sign() + " " + Plain.of(difference.path()) + what);
            }
        }
    }
}
