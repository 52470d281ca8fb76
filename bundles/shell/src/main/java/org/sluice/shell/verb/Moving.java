package org.sluice.shell.verb;

import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.sluice.shell.progress.Watch;
import org.sluice.shell.text.Console;
import org.sluice.shell.text.Json;
import org.sluice.transfer.LocalPath;
import org.sluice.transfer.Location;
import org.sluice.transfer.Transfer;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferListener;
import org.sluice.transfer.TransferOptions;
import org.sluice.transfer.TransferResult;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all verbs that transfer have in common. */
final class Moving {

    private static final String NOT_YET = "works between local directories, not yet with a peer";
    private static final Set<String> WITH_A_PEER = Set.of("--bwlimit");

    @Mixin
    private Common common = new Common();

    @Mixin
    private Keeping keeping = new Keeping();

    @Mixin
    private Choosing choosing = new Choosing();

    @Mixin
    private Changing changing = new Changing();

    @Option(
            names = {"-P", "--progress"},
            description = "Show how far it is.")
    private boolean progress;

    @Option(
            names = "--trust",
            paramLabel = "FINGERPRINT",
            description = "Trust the peer of this fingerprint, this time only. May be repeated.")
    private Set<String> trusted = new LinkedHashSet<>();

    @Option(
            names = {"-i", "--itemize-changes"},
            description = "Print a line for each change, in rsync's letters; twice, for what is unchanged, too.")
    private boolean[] itemised = {};

    @Option(names = "--stats", description = "Print all counts at the end.")
    private boolean stats;

    private final AtomicReference<Optional<Watch>> watch = new AtomicReference<>(Optional.empty());

    Common common() {
        return common;
    }

    /** For a push or a pull. */
    TransferOptions options() {
        keeping.given().refuse(NOT_YET);
        choosing.given().refuse(NOT_YET);
        changing.refuseBut(WITH_A_PEER, NOT_YET);
        if (itemised.length > 0) {
            throw new IllegalArgumentException("-i: " + NOT_YET);
        }
        return TransferOptions.DEFAULTS.withTrusted(trusted).withBandwidth(changing.bandwidth());
    }

    /** Of these, only whether anything is changed may be said. */
    boolean onlyDryRun(String why) {
        keeping.given().refuse(why);
        choosing.given().refuse(why);
        changing.refuseBut(Set.of("-n"), why);
        return changing.dryRun();
    }

    /** Of a verb for local directories alone. */
    static void refuseLocations(List<String> paths, String verb) {
        for (String path : paths) {
            if (Location.parse(path).isPresent()) {
                throw new IllegalArgumentException("\"" + path + "\" is a location; " + verb
                        + " works between local directories; for one of that name, write ./" + path);
            }
        }
    }

    /** For local directories; whether what the source lacks is deleted is up to the verb, and to {@code --delete}. */
    TransferOptions options(boolean deletes, Console console)
            throws IOException, InterruptedException, TransferException {
        return changing.apply(options(keeping, choosing, console), deletes);
    }

    static TransferOptions options(Keeping keeping, Choosing choosing, Console console)
            throws IOException, InterruptedException, TransferException {
        return keeping.apply(TransferOptions.DEFAULTS).withSelection(choosing.selection(keeping.recursive(), console));
    }

    /** What prints changes as they happen, where that was asked for, and what is stuck. */
    TransferListener changes(Console console) {
        boolean names = itemised.length > 0 || common.verbose();
        return new Changes(
                console,
                common.json(),
                names,
                itemised.length,
                what -> watch.get()
                        .ifPresentOrElse(shown -> shown.note(common.warning(what)), () -> common.warn(what, console)));
    }

    /** How a summary begins. */
    record Words(String done, String wouldBe, String deleted, String toDelete) {

        Words(String done, String wouldBe) {
            this(done, wouldBe, "deleted", "to delete");
        }

        String line(TransferResult result, boolean dry) {
            return Summary.line(dry ? wouldBe : done, dry ? toDelete : deleted, result);
        }
    }

    static LocalPath local(String text, Console console) {
        LocalPath path = LocalPath.parse(text);
        return new LocalPath(console.directory().resolve(path.path()), path.contents());
    }

    static List<LocalPath> local(Collection<String> texts, Console console) {
        return texts.stream().map(text -> local(text, console)).toList();
    }

    /** Sources of local work: what names in a file are relative to is meant as its contents. */
    List<LocalPath> sources(Collection<String> texts, Console console) {
        List<LocalPath> sources = local(texts, console);
        if (!choosing.hasNames()) {
            return sources;
        }
        if (sources.size() > 1) {
            throw new IllegalArgumentException("--files-from goes with one source, which its names are relative to");
        }
        return sources.stream()
                .map(source -> new LocalPath(source.path(), true))
                .toList();
    }

    /** A path that was meant as a location creates a strange directory otherwise, and silently. */
    void warnOfLocation(String text, Console console) {
        if (text.matches("[^/]{2,}:/.*")) {
            common.warn("\"" + text + "\" is taken as a local path; write ./" + text + " if that is meant", console);
        }
    }

    /** Waits for a transfer and tells of it. */
    int await(Transfer started, String verb, Words words, Console console)
            throws TransferException, InterruptedException {
        TransferResult result = Waiting.result(started, common.json(), progress, console, watch);
        int exit = ExitCode.of(result.counts());
        boolean dry = changing.dryRun();
        if (common.json()) {
            console.say(Json.write(Summary.json(verb, exit, result, dry)));
        } else {
            Summary.problems(result).forEach(console::note);
            if (stats) {
                Summary.stats(result).forEach(console::say);
            }
            console.say(words.line(result, dry));
        }
        return exit;
    }
}
