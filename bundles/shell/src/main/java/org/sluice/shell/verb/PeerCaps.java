package org.sluice.shell.verb;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.sluice.shell.text.Console;
import org.sluice.shell.text.Json;
import org.sluice.shell.text.Plain;
import org.sluice.transfer.PeerTerms;
import org.sluice.transfer.PeerTerms.Reach;
import org.sluice.transfer.PeerTerms.Speaker;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "peer caps",
        description = "Says hello to a peer, and shows what both agree on and what is lost since one lacks it.")
final class PeerCaps implements Verb {

    @Mixin
    private Common common = new Common();

    @Parameters(paramLabel = "HOST[:PORT]", description = "The peer; it has to serve.")
    private String peer = "";

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
        PeerTerms terms = services.transfers().terms(peer, TransferOptions.DEFAULTS.withTrusted(trusted));
        if (common.json()) {
            console.say(Json.write(json(terms)));
        } else {
            show(terms, console);
        }
        return ExitCode.DONE;
    }

    private static void show(PeerTerms terms, Console console) {
        console.say("peer         " + speaker(terms.they()));
        console.say("we           " + speaker(terms.we()));
        console.say("protocol     " + terms.protocol());
        new TreeMap<>(terms.chosen())
                .forEach((kind, name) -> console.say(String.format("%-12s %s", Plain.of(kind), Plain.of(name))));
        console.say("chunks       "
                + terms.chunkSize().map(size -> "of " + size + " bytes").orElse("none"));
        console.say("lanes        " + (terms.lanes() == 0 ? "none" : "at most " + terms.lanes()));
        console.say("both can     " + Plain.of(String.join(", ", terms.capabilities())));
        for (Reach reach : terms.transports()) {
            console.say("transport    " + Plain.of(reach.transport())
                    + (reach.reaches() ? " reaches it: " : " does not: ") + Plain.of(reach.what()));
        }
        if (terms.losses().isEmpty()) {
            console.say("lost         nothing");
        }
        terms.losses().forEach(loss -> console.say("lost         " + Plain.of(loss)));
    }

    private static String speaker(Speaker speaker) {
        String versions = speaker.minProtocol() == speaker.maxProtocol()
                ? Integer.toString(speaker.minProtocol())
                : speaker.minProtocol() + " to " + speaker.maxProtocol();
        return Plain.of(speaker.build()) + ", protocol " + versions;
    }

    private static Map<String, Object> json(PeerTerms terms) {
        Map<String, Object> report = Report.object("peer caps", ExitCode.DONE);
        report.put("peer", json(terms.they()));
        report.put("we", json(terms.we()));
        report.put("protocol", terms.protocol());
        report.put("chosen", new TreeMap<>(terms.chosen()));
        report.put("capabilities", terms.capabilities());
        terms.chunkSize().ifPresent(size -> report.put("chunkSize", size));
        report.put("lanes", terms.lanes());
        report.put("transports", terms.transports().stream().map(PeerCaps::json).toList());
        report.put("lost", terms.losses());
        return report;
    }

    private static Map<String, Object> json(Speaker speaker) {
        Map<String, Object> object = Json.object();
        object.put("build", speaker.build());
        object.put("minProtocol", speaker.minProtocol());
        object.put("maxProtocol", speaker.maxProtocol());
        return object;
    }

    private static Map<String, Object> json(Reach reach) {
        Map<String, Object> object = Json.object();
        object.put("name", reach.transport());
        object.put("reaches", reach.reaches());
        object.put("what", reach.what());
        return object;
    }
}
