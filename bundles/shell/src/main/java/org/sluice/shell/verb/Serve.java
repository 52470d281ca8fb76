package org.sluice.shell.verb;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.sluice.shell.text.Console;
import org.sluice.shell.text.Json;
import org.sluice.transfer.ServeService.Serving;
import org.sluice.transfer.Share;
import org.sluice.transfer.TransferException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "serve",
        description = "Lets trusted peers reach our shares, until it is stopped (Ctrl-C, SIGTERM).",
        footer = {"", "Prints where it listens on the first line, and our fingerprint on the second."})
final class Serve implements Verb {

    @Mixin
    private Common common = new Common();

    @Option(
            names = "--listen",
            paramLabel = "HOST[:PORT]",
            defaultValue = "0.0.0.0:4433",
            description = "Where to listen, ${DEFAULT-VALUE} unless said otherwise; port 0 takes a free one.")
    private String listen = "";

    @Option(
            names = "--share",
            paramLabel = "NAME=DIR",
            description =
                    "Offer a directory, besides those of \"sluice share list\". With :ro at its end peers may only"
                            + " pull; with :setid, set-id bits of what they push are kept. May be repeated.")
    private List<String> shares = List.of();

    @Option(
            names = "--trust",
            paramLabel = "FINGERPRINT",
            description = "Trust the peer of this fingerprint, this time only. May be repeated.")
    private Set<String> trusted = new LinkedHashSet<>();

    @Option(names = "--until-input-ends", hidden = true, description = "End with standard input, too.")
    private boolean untilInputEnds;

    @Override
    public Common common() {
        return common;
    }

    @Override
    public int run(Console console, Services services) throws TransferException {
        List<Share> offered = shares.stream()
                .map(Share::parse)
                .map(share -> new Share(
                        share.name(),
                        console.directory()
                                .resolve(share.directory())
                                .toAbsolutePath()
                                .normalize(),
                        share.readOnly(),
                        share.setId()))
                .toList();
        String fingerprint = services.peers().self().fingerprint();
        try (Serving serving = services.serving().serve(listen, offered, trusted)) {
            announce(serving.address(), fingerprint, console);
            warnOfNothing(offered, console, services);
            if (untilInputEnds) {
                interruptAtEnd(System.in, Thread.currentThread());
            }
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            // The way to end it.
        }
        if (common.json()) {
            console.say(Json.write(Report.object("serve", ExitCode.DONE)));
        }
        return ExitCode.DONE;
    }

    private void announce(String address, String fingerprint, Console console) {
        if (common.json()) {
            Map<String, Object> event = Json.object();
            event.put("event", "listening");
            event.put("address", address);
            event.put("fingerprint", fingerprint);
            console.say(Json.write(event));
        } else {
            console.say("listening on " + address);
            console.say("fingerprint " + fingerprint);
        }
        console.out().flush();
    }

    private void warnOfNothing(List<Share> offered, Console console, Services services) throws TransferException {
        if (offered.isEmpty() && services.shares().list().isEmpty()) {
            common.warn("nothing is shared yet: --share NAME=DIR, or \"sluice share add NAME DIR\"", console);
        }
        if (trusted.isEmpty() && services.peers().trusted().isEmpty()) {
            common.warn(
                    "no peer is trusted yet, so none gets in: --trust FINGERPRINT, or \"sluice peer trust FINGERPRINT\"",
                    console);
        }
    }

    private static void interruptAtEnd(InputStream input, Thread serving) {
        Thread.ofPlatform().daemon().name("standard input").start(() -> {
            try {
                input.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                // It has ended.
            }
            serving.interrupt();
        });
    }
}
